// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.change.TableTail.Arrival;
import org.openpersonalize.store.copy.Copies;
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
  private final Copies copies;

  public EventTable(JdbcClient jdbc, JdbcTemplate statements, Copies copies) {
    this.jdbc = jdbc;
    this.statements = statements;
    this.copies = copies;
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
    List<String> stored = IntStream.range(0, added.length)
        .filter(n -> added[n] > 0)
        .mapToObj(n -> events.get(n).eventId())
        .toList();
    markUnattributed(datasetId, stored);
    return stored.size();
  }

  /** Has events counted by the metric attribution of their dataset, if there is one. */
  private void markUnattributed(int datasetId, List<String> eventIds) {
    if (!eventIds.isEmpty()) {
      jdbc.sql("""
              INSERT INTO unattributed_event (dataset_id, event_id)
              SELECT dataset_id, unnest(:events::text[]) FROM attributed_dataset WHERE dataset_id = :dataset
              """)
          .param("events", eventIds.toArray(String[]::new))
          .param("dataset", datasetId)
          .update();
    }
  }

  /** One visitor of one dataset. */
  public record VisitorKey(int datasetId, String visitor) {}

  /** The items of events that came in since a moment, each once. */
  public List<String> itemsSince(int datasetId, Instant moment) {
    return jdbc.sql("""
            SELECT DISTINCT item_id FROM interaction_event
            WHERE dataset_id = :dataset AND received_at > :moment AND item_id IS NOT NULL ORDER BY item_id
            """)
        .param("dataset", datasetId)
        .param("moment", Timestamps.timestamptz(moment))
        .query(String.class)
        .list();
  }

  /**
   * Reads the events with an item that came in since a moment, the last to arrive first. It must not ask the database anything, whose
   * connection is busy meanwhile.
   *
   * @param most so many at most
   */
  public void readNewest(int datasetId, Instant moment, int most, Consumer<Happening> reader) {
    copies.out("""
        SELECT coalesce(user_id, session_id), item_id, event_type, event_value, sent_at,
          floor(extract(epoch FROM received_at) * 1000)::bigint
        FROM interaction_event
        WHERE dataset_id = %d AND received_at > '%s' AND item_id IS NOT NULL ORDER BY arrival DESC LIMIT %d
        """.formatted(datasetId, Timestamps.timestamptz(moment), most), rows -> {
      while (rows.nextRow()) {
        reader.accept(new Happening(
            new VisitorKey(datasetId, Objects.requireNonNull(rows.text())),
            rows.text(),
            Objects.requireNonNull(rows.text()),
            rows.number(),
            Instant.ofEpochMilli(rows.bigint()),
            Instant.ofEpochMilli(rows.bigint())));
      }
    });
  }

  /** The number of the last event. */
  long end() {
    return jdbc.sql("SELECT coalesce(max(arrival), 0) FROM interaction_event")
        .query(Long.class)
        .single();
  }

  /**
   * Who did what with what.
   *
   * @param itemId null for an event with none
   * @param eventValue NaN for an event with none
   */
  public record Happening(
      VisitorKey visitor,
      @Nullable String itemId,
      String eventType,
      double eventValue,
      Instant sentAt,
      Instant receivedAt) {
    /** What is told of an event, with times in milliseconds as they are stored. */
    public static Happening of(int datasetId, Event event, Instant receivedAt) {
      Double value = event.eventValue();
      return new Happening(
          new VisitorKey(datasetId, event.visitor()),
          event.itemId(),
          event.eventType(),
          value == null ? Double.NaN : value,
          event.sentAt().truncatedTo(ChronoUnit.MILLIS),
          receivedAt.truncatedTo(ChronoUnit.MILLIS));
    }
  }

  /** What came in behind {@code arrival}. */
  List<Arrival<Happening>> since(long arrival) {
    return jdbc.sql("""
            SELECT arrival, dataset_id, coalesce(user_id, session_id), item_id, event_type, coalesce(event_value, 'NaN'),
              sent_at, floor(extract(epoch FROM received_at) * 1000)::bigint
            FROM interaction_event WHERE arrival > :arrival ORDER BY arrival
            """)
        .param("arrival", arrival)
        .query((row, number) -> new Arrival<>(
            row.getLong(1),
            new Happening(
                new VisitorKey(row.getInt(2), row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getDouble(6),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)))))
        .list();
  }
}
