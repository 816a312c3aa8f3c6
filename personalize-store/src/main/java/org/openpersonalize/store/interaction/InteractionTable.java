package org.openpersonalize.store.interaction;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.store.copy.Copies;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The interactions of all datasets, read as one: the bulk rows of {@link BulkInteractions} and the events of {@link
 * EventTable}.
 */
@Component
public class InteractionTable {
  private final JdbcClient jdbc;
  private final Copies copies;

  public InteractionTable(JdbcClient jdbc, Copies copies) {
    this.jdbc = jdbc;
    this.copies = copies;
  }

  /** Takes the interactions of a whole dataset, one call each, in no particular order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * The texts are good for the call only.
     *
     * @param eventValue NaN when there is none
     */
    void interaction(
        Utf8Slice userId,
        Utf8Slice itemId,
        @Nullable Utf8Slice eventType,
        double eventValue,
        long epochMillis);
  }

  /**
   * Streams all interactions of a dataset in one snapshot, bulk and events.
   *
   * <p>An anonymous visitor's events count for the user whom another event of the same session names, and are left out
   * while none does.
   */
  public void stream(int datasetId, Visitor visitor) {
    copies.out("""
        SELECT user_id, item_id, event_type, event_value, "timestamp"
        FROM interaction
        WHERE import_id = ANY (ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = %1$d AND visible))
        UNION ALL
        SELECT coalesce(event.user_id, known.user_id), item_id, event_type, event_value, sent_at
        FROM interaction_event event
        LEFT JOIN (SELECT session_id, max(user_id) AS user_id
                   FROM interaction_event
                   WHERE dataset_id = %1$d AND user_id IS NOT NULL
                   GROUP BY session_id) known
          ON event.user_id IS NULL AND known.session_id = event.session_id
        WHERE event.dataset_id = %1$d AND item_id IS NOT NULL AND coalesce(event.user_id, known.user_id) IS NOT NULL
        """.formatted(datasetId), reader -> {
      while (reader.nextRow()) {
        Utf8Slice userId = Objects.requireNonNull(reader.slice());
        Utf8Slice itemId = Objects.requireNonNull(reader.slice());
        Utf8Slice eventType = reader.slice();
        double eventValue = reader.number();
        visitor.interaction(userId, itemId, eventType, eventValue, reader.bigint());
      }
    });
  }

  /**
   * A visitor's latest interactions that count by a rule, newest first. An anonymous visitor's events belong to the user
   * whom another event of the same session names.
   *
   * @param visitor a user's id, or the session's of an anonymous visitor
   * @param rule which events count, and how many of them at most
   */
  public List<Interaction> recent(int datasetId, String visitor, ConfidenceRule rule) {
    Map<String, Object> parameters = new HashMap<>();
    String counting = counting(rule, parameters);
    return jdbc.sql("""
            SELECT item_id, event_type, event_value, "timestamp" FROM (
              (SELECT item_id, event_type, event_value, "timestamp"
               FROM interaction
               WHERE import_id = ANY (ARRAY(
                       SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible))
                 AND user_id = :visitor AND %1$s
               ORDER BY "timestamp" DESC LIMIT :limit)
              UNION ALL
              (SELECT item_id, event_type, event_value, sent_at
               FROM interaction_event
               WHERE dataset_id = :dataset AND coalesce(user_id, session_id) = :visitor
                 AND item_id IS NOT NULL AND %1$s
               ORDER BY sent_at DESC LIMIT :limit)
              UNION ALL
              (SELECT item_id, event_type, event_value, sent_at
               FROM interaction_event
               WHERE dataset_id = :dataset
                 AND coalesce(user_id, session_id) = ANY (ARRAY(
                       SELECT session_id FROM interaction_event
                       WHERE dataset_id = :dataset AND coalesce(user_id, session_id) = :visitor
                         AND user_id = :visitor AND session_id <> :visitor))
                 AND user_id IS NULL AND item_id IS NOT NULL AND %1$s
               ORDER BY sent_at DESC LIMIT :limit)) all_of_them
            ORDER BY "timestamp" DESC LIMIT :limit
            """.formatted(counting))
        .param("dataset", datasetId)
        .param("visitor", visitor)
        .param("limit", rule.historyLength())
        .params(parameters)
        .query((row, number) -> {
          double value = row.getDouble(3);
          return new Interaction(
              row.getString(1),
              row.getString(2),
              row.wasNull() ? Double.NaN : value,
              Instant.ofEpochMilli(row.getLong(4)));
        })
        .list();
  }

  /** The rule as a condition on a row; types agree whatever their case. */
  private static String counting(ConfidenceRule rule, Map<String, Object> parameters) {
    StringJoiner anyOf = new StringJoiner(" OR ", "(", ")").setEmptyValue("true");
    for (EventWeight each : rule.eventWeights()) {
      if (each.weight() > 0) {
        int number = parameters.size();
        StringJoiner allOf = new StringJoiner(" AND ", "(", ")").setEmptyValue("true");
        if (each.eventType() != null) {
          allOf.add("lower(event_type) = :type" + number);
          parameters.put("type" + number, each.eventType().toLowerCase(Locale.ROOT));
        }
        if (each.eventValueThreshold() != null) {
          allOf.add("event_value::real >= :threshold" + number + "::real");
          parameters.put("threshold" + number, each.eventValueThreshold());
        }
        anyOf.add(allOf.toString());
      }
    }
    return anyOf.toString();
  }

  /** How many interactions a dataset has, found without reading the bulk ones. */
  public long count(int datasetId) {
    return jdbc.sql("""
            SELECT (SELECT coalesce(sum(row_count), 0) FROM interaction_import WHERE dataset_id = :dataset AND visible)
                 + (SELECT count(*) FROM interaction_event WHERE dataset_id = :dataset AND item_id IS NOT NULL)
            """).param("dataset", datasetId).query(Long.class).single();
  }

  /** When the newest interaction arrived, by import or event; empty for a dataset without any. */
  public Optional<Instant> latestArrival(int datasetId) {
    return jdbc.sql("""
            SELECT max(arrived) FROM (
              SELECT max(imported_at) AS arrived FROM interaction_import WHERE dataset_id = :dataset AND visible
              UNION ALL
              SELECT max(received_at) FROM interaction_event WHERE dataset_id = :dataset) both_tables
            """)
        .param("dataset", datasetId)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** Forgets everything of a dataset; the partitions then go with {@link
   * BulkInteractions#dropReplaced}. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void clear(int datasetId) {
    jdbc.sql("UPDATE interaction_import SET visible = false WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .update();
    jdbc.sql("DELETE FROM interaction_event WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .update();
  }
}
