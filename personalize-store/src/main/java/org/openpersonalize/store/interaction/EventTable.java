// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.change.TableTail.Arrival;
import org.openpersonalize.store.change.TableTail.Numbers;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Events as they were put, one row each, and the tail by which other nodes learn of them. */
@Component
public class EventTable {
  private final JdbcClient jdbc;
  private final Copies copies;

  public EventTable(JdbcClient jdbc, Copies copies) {
    this.jdbc = jdbc;
    this.copies = copies;
  }

  /**
   * Events that came together.
   *
   * @param datasetId the number of the dataset whose they are
   */
  public record Put(int datasetId, List<Event> events, Instant receivedAt) {}

  /**
   * Adds the events of one request, see {@link #append(List)}.
   *
   * @return how many were new
   */
  public int append(int datasetId, List<Event> events, Instant receivedAt) {
    return append(List.of(new Put(datasetId, events, receivedAt))).size();
  }

  /**
   * Adds the events of several requests by one statement, all or none; one whose id its dataset already has is dropped, and so is
   * the second of two with the same id. Those of a dataset with a metric attribution are to be counted by it.
   *
   * @return the numbers of those that were new
   */
  public List<Long> append(List<Put> puts) {
    Rows rows = new Rows(puts);
    return jdbc.sql("""
            WITH stored AS (
              INSERT INTO interaction_event (dataset_id, event_id, session_id, user_id, item_id, event_type, event_value,
                sent_at, impression, recommendation_id, event_attribution_source, properties, received_at)
              SELECT dataset_id, event_id, session_id, user_id, item_id, event_type, event_value,
                sent_at, impression::text[], recommendation_id, event_attribution_source, properties::jsonb, received_at
              FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::float8[],
                ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                AS put (dataset_id, event_id, session_id, user_id, item_id, event_type, event_value,
                  sent_at, impression, recommendation_id, event_attribution_source, properties, received_at)
              ON CONFLICT (dataset_id, event_id) DO NOTHING
              RETURNING dataset_id, event_id, arrival),
            unattributed AS (
              INSERT INTO unattributed_event (dataset_id, event_id)
              SELECT dataset_id, event_id FROM stored JOIN attributed_dataset USING (dataset_id))
            SELECT arrival FROM stored
            """).params(rows.columns()).query(Long.class).list();
  }

  /** The events of some requests, in the order in which they came, as one array for each column. */
  private record Rows(List<Put> puts) {
    List<Object> columns() {
      return List.of(
          each((put, event) -> put.datasetId()).toArray(Integer[]::new),
          texts(Event::eventId),
          texts(Event::sessionId),
          texts(Event::userId),
          texts(Event::itemId),
          texts(Event::eventType),
          each((put, event) -> event.eventValue()).toArray(Double[]::new),
          each((put, event) -> event.sentAt().toEpochMilli()).toArray(Long[]::new),
          texts(Rows::impression),
          texts(Event::recommendationId),
          texts(Event::eventAttributionSource),
          texts(Event::properties),
          each((put, event) -> put.receivedAt().toString()).toArray(String[]::new));
    }

    private String[] texts(Function<Event, @Nullable String> column) {
      return each((put, event) -> column.apply(event)).toArray(String[]::new);
    }

    private Stream<Object> each(BiFunction<Put, Event, @Nullable Object> column) {
      return puts.stream()
          .flatMap(put -> put.events().stream().map(event -> column.apply(put, event)));
    }

    /** As Postgres writes an array, since an array of arrays of different lengths is none. */
    private static @Nullable String impression(Event event) {
      List<String> items = event.impression();
      return items == null
          ? null
          : items.stream()
              .map(item -> '"' + item.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
              .collect(Collectors.joining(",", "{", "}"));
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

  /** What came in with these numbers. */
  List<Arrival<Happening>> among(Collection<Numbers> numbers) {
    return jdbc.sql("""
            SELECT arrival, dataset_id, coalesce(user_id, session_id), item_id, event_type, coalesce(event_value, 'NaN'),
              sent_at, floor(extract(epoch FROM received_at) * 1000)::bigint
            FROM unnest(:first::bigint[], :last::bigint[]) AS number (first, last)
            JOIN interaction_event ON arrival BETWEEN number.first AND number.last
            WHERE arrival BETWEEN :lowest AND :highest -- by which the planner knows how few they are
            ORDER BY arrival
            """)
        .param("first", numbers.stream().map(Numbers::first).toArray(Long[]::new))
        .param("last", numbers.stream().map(Numbers::last).toArray(Long[]::new))
        .param("lowest", numbers.stream().mapToLong(Numbers::first).min().orElse(0))
        .param("highest", numbers.stream().mapToLong(Numbers::last).max().orElse(0))
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
