// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How many events came in, by when they did and not by when they had happened: whether events arrive is what operators ask.
 *
 * <p>They are counted once each, behind the events and by any node; what has come since the last count is counted by who reads. So
 * reading takes as long for a million events as for a few.
 */
@Component
public class EventArrivals {
  /** For so long is known what came in. */
  public static final Duration KEPT = Duration.ofDays(15);

  /** An event may commit after a later one, but hardly after this. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  /** So many events are counted at a time. */
  private static final int COUNTED = 100_000;

  private static final int TYPES = 10;

  /** What was counted and what was not yet, as one. */
  private static final String ARRIVED = """
      WITH arrived (dataset_id, slot, event_type, events, latest) AS (
        SELECT dataset_id, slot, event_type, events, latest FROM event_arrival WHERE slot >= :from
        UNION ALL
        SELECT dataset_id, date_bin('10 minutes', received_at, 'epoch'), event_type, 1, received_at FROM interaction_event
        WHERE arrival > coalesce((SELECT arrival FROM event_arrival_count), 0) AND received_at >= :from)
      """;

  private final JdbcClient jdbc;

  public EventArrivals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How many events came in in an hour of the clock. */
  public record Hour(Instant began, long events) {}

  /** How many events of a type came in. */
  public record OfType(String eventType, long events, Instant latest) {}

  /**
   * What came in lately.
   *
   * @param hours how many events in each of the last hours, the first one ending now, within ten minutes
   * @param latest when the last one came in
   */
  public record Recent(List<Long> hours, Instant latest) {}

  /** The hours since a moment in which something came in, oldest first. */
  public List<Hour> hours(int datasetId, Instant from) {
    return jdbc.sql(ARRIVED + """
            SELECT date_bin('1 hour', slot, 'epoch') AS began, sum(events) FROM arrived
            WHERE dataset_id = :dataset GROUP BY began ORDER BY began
            """)
        .param("from", Timestamps.timestamptz(from))
        .param("dataset", datasetId)
        .query((row, number) -> new Hour(instant(row, 1), row.getLong(2)))
        .list();
  }

  /** The types of what came in since a moment, those with most events first, {@value #TYPES} at most. */
  public List<OfType> types(int datasetId, Instant from) {
    return jdbc.sql(ARRIVED + """
            SELECT event_type, sum(events) AS events, max(latest) FROM arrived
            WHERE dataset_id = :dataset GROUP BY event_type ORDER BY events DESC, event_type LIMIT :types
            """)
        .param("from", Timestamps.timestamptz(from))
        .param("dataset", datasetId)
        .param("types", TYPES)
        .query((row, number) -> new OfType(row.getString(1), row.getLong(2), instant(row, 3)))
        .list();
  }

  /**
   * What came in lately, by dataset group; of groups into which nothing came there is nothing.
   *
   * @param hours how many hours to tell apart
   */
  public Map<Arn, Recent> recent(Instant now, int hours) {
    Map<Arn, Long[]> counts = new HashMap<>();
    Map<Arn, Instant> latest = new HashMap<>();
    jdbc.sql(ARRIVED + """
            SELECT d.dataset_group_arn,
              least(floor(extract(epoch FROM date_bin('10 minutes', :now, 'epoch') - slot) / 3600), :hours)::int AS age,
              sum(events), max(latest)
            FROM arrived a
              JOIN dataset_number n ON n.dataset_id = a.dataset_id
              JOIN dataset d ON d.dataset_arn = n.dataset_arn
            GROUP BY d.dataset_group_arn, age
            """)
        .param("from", Timestamps.timestamptz(now.minus(KEPT)))
        .param("now", Timestamps.timestamptz(now))
        .param("hours", hours)
        .query(row -> {
          Arn group = Arn.parse(row.getString(1));
          int age = Math.max(0, row.getInt(2));
          if (age < hours) {
            counts.computeIfAbsent(group, unused -> none(hours))[age] += row.getLong(3);
          }
          latest.merge(group, instant(row, 4), (one, other) -> one.isAfter(other) ? one : other);
        });
    Map<Arn, Recent> recent = new HashMap<>();
    latest.forEach((group, moment) ->
        recent.put(group, new Recent(List.of(counts.getOrDefault(group, none(hours))), moment)));
    return recent;
  }

  private static Long[] none(int hours) {
    Long[] none = new Long[hours];
    Arrays.fill(none, 0L);
    return none;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Has something come since the last count that can be counted? */
  boolean isBehind(Instant now) {
    return jdbc.sql("""
            SELECT EXISTS (
              SELECT FROM interaction_event
              WHERE arrival > coalesce((SELECT arrival FROM event_arrival_count), 0) AND received_at <= :settled)
            """)
        .param("settled", Timestamps.timestamptz(now.minus(SETTLED)))
        .query(Boolean.class)
        .single();
  }

  /**
   * Counts events that have come since the last count, {@value #COUNTED} at most. Does nothing while another node counts.
   *
   * @return whether there may be more
   */
  @Transactional
  public boolean count(Instant now) {
    jdbc.sql("INSERT INTO event_arrival_count (arrival) VALUES (0) ON CONFLICT DO NOTHING")
        .update();
    List<Long> counted = jdbc.sql("SELECT arrival FROM event_arrival_count FOR UPDATE SKIP LOCKED")
        .query(Long.class)
        .list();
    if (counted.isEmpty()) {
      return false;
    }
    long from = counted.get(0);
    Settled settled = settled(from, now);
    if (settled.events() == 0) {
      return false;
    }
    add(from, settled.last(), now);
    jdbc.sql("UPDATE event_arrival_count SET arrival = :to")
        .param("to", settled.last())
        .update();
    return settled.events() == COUNTED;
  }

  /** Events before the last of which none comes in any more. */
  private record Settled(long events, long last) {}

  /** Numbers have gaps of any size, so that it is rows that are counted here. */
  private Settled settled(long from, Instant now) {
    return jdbc.sql("""
            SELECT count(*), coalesce(max(arrival), :from) FROM (
              SELECT arrival, received_at FROM interaction_event WHERE arrival > :from ORDER BY arrival LIMIT :counted) next
            WHERE received_at <= :settled
            """)
        .param("from", from)
        .param("counted", COUNTED)
        .param("settled", Timestamps.timestamptz(now.minus(SETTLED)))
        .query((row, number) -> new Settled(row.getLong(1), row.getLong(2)))
        .single();
  }

  private void add(long from, long to, Instant now) {
    jdbc.sql("""
            INSERT INTO event_arrival AS a (dataset_id, slot, event_type, events, latest)
            SELECT dataset_id, date_bin('10 minutes', received_at, 'epoch') AS slot, event_type, count(*), max(received_at)
            FROM interaction_event
            WHERE arrival > :from AND arrival <= :to AND received_at >= :kept
            GROUP BY dataset_id, slot, event_type
            ON CONFLICT (dataset_id, slot, event_type) DO UPDATE SET events = a.events + excluded.events,
              latest = greatest(a.latest, excluded.latest)
            """)
        .param("from", from)
        .param("to", to)
        .param("kept", Timestamps.timestamptz(now.minus(KEPT)))
        .update();
  }

  /** Forgets what came in too long ago to be told. */
  public void forget(Instant now) {
    jdbc.sql("DELETE FROM event_arrival WHERE slot < :kept")
        .param("kept", Timestamps.timestamptz(now.minus(KEPT)))
        .update();
  }
}
