package org.openpersonalize.store.interaction;

import java.sql.Types;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Events as they were put, one row each, and the tail by which other nodes learn of them. */
@Component
public class EventTable {
  private final JdbcClient jdbc;
  private final JdbcTemplate statements;

  public EventTable(JdbcClient jdbc, JdbcTemplate statements) {
    this.jdbc = jdbc;
    this.statements = statements;
  }

  /**
   * Adds events; one whose id the dataset already has is dropped.
   *
   * @return how many were new
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int append(int datasetId, List<Event> events, Instant receivedAt) {
    int[] added = statements
        .batchUpdate("""
        INSERT INTO interaction_event (dataset_id, event_id, session_id, user_id, item_id, event_type, event_value,
          sent_at, impression, recommendation_id, event_attribution_source, properties, received_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
        ON CONFLICT (dataset_id, event_id) DO NOTHING
        """, events, events.size(), (statement, event) -> {
          statement.setInt(1, datasetId);
          statement.setString(2, event.eventId());
          statement.setString(3, event.sessionId());
          statement.setString(4, event.userId());
          statement.setString(5, event.itemId());
          statement.setString(6, event.eventType());
          statement.setObject(7, event.eventValue(), Types.DOUBLE);
          statement.setLong(8, event.sentAt().toEpochMilli());
          List<String> impression = event.impression();
          statement.setArray(
              9,
              impression == null
                  ? null
                  : statement.getConnection().createArrayOf("text", impression.toArray()));
          statement.setString(10, event.recommendationId());
          statement.setString(11, event.eventAttributionSource());
          statement.setString(12, event.properties());
          statement.setObject(13, Timestamps.timestamptz(receivedAt));
        })[0];
    int count = 0;
    for (int one : added) {
      count += one;
    }
    return count;
  }

  /** Where the event table's end is now; see {@link #visitorsSince}. */
  public long endOfEvents() {
    return jdbc.sql("SELECT coalesce(max(arrival), 0) FROM interaction_event")
        .query(Long.class)
        .single();
  }

  /** Whose events came in after a place in the event table. */
  public record Arrivals(Set<VisitorKey> visitors, long end) {}

  /** One visitor of one dataset. */
  public record VisitorKey(int datasetId, String visitor) {}

  /**
   * The visitors with events behind {@code arrival}. Numbers are given before commit, so that a reader who wants
   * every event asks again from a little before the end it was told.
   */
  public Arrivals visitorsSince(long arrival) {
    long[] end = {arrival};
    Set<VisitorKey> visitors = new HashSet<>();
    jdbc.sql(
            "SELECT dataset_id, coalesce(user_id, session_id), arrival FROM interaction_event WHERE arrival > :arrival")
        .param("arrival", arrival)
        .query(row -> {
          visitors.add(new VisitorKey(row.getInt(1), row.getString(2)));
          end[0] = Math.max(end[0], row.getLong(3));
        });
    return new Arrivals(visitors, end[0]);
  }
}
