package org.openpersonalize.store.interaction;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
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
  /** A session that names more users than this is no visit of one person, but an id that many share. */
  static final int USERS_OF_A_SESSION = 20;

  private final JdbcClient jdbc;
  private final Copies copies;

  public InteractionTable(JdbcClient jdbc, Copies copies) {
    this.jdbc = jdbc;
    this.copies = copies;
  }

  /**
   * Takes the interactions of a whole dataset, one call each. It must not ask the database anything, whose connection is
   * busy meanwhile.
   */
  @FunctionalInterface
  public interface Visitor {
    void interaction(InteractionRow row);
  }

  /**
   * Streams all interactions of a dataset in one snapshot: imports in their order and each in its files' order, then events
   * in the order in which they arrived.
   *
   * <p>An anonymous visitor's events count for the first user who appears in their session after them, and are left out
   * while none does, or if the session names more than {@value #USERS_OF_A_SESSION} users.
   */
  @Transactional(readOnly = true)
  public void stream(int datasetId, InteractionWish wish, Visitor visitor) {
    // or a scan might begin in the middle of a table, or several at once
    jdbc.sql("SET LOCAL synchronize_seqscans = off").update();
    jdbc.sql("SET LOCAL max_parallel_workers_per_gather = 0").update();
    copies.out(
        """
        SELECT user_id, item_id, %2$s, event_value, "timestamp"%4$s
        FROM interaction
        WHERE import_id = ANY (ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = %1$d AND visible))
        UNION ALL
        (SELECT owner, item_id, %2$s, event_value, sent_at%4$s FROM (
          SELECT user_id AS owner, item_id, event_type, event_value, sent_at, arrival%5$s
          FROM interaction_event
          WHERE dataset_id = %1$d AND user_id IS NOT NULL
          UNION ALL
          SELECT owner, item_id, event_type, event_value, sent_at, arrival%5$s FROM (
            SELECT *, max(user_id) OVER (PARTITION BY session_id, named) AS owner FROM (
              SELECT *, count(user_id) OVER (
                PARTITION BY session_id ORDER BY sent_at DESC, arrival DESC ROWS UNBOUNDED PRECEDING) AS named
              FROM interaction_event
              WHERE dataset_id = %1$d AND session_id IN (
                SELECT session_id FROM interaction_event
                WHERE dataset_id = %1$d AND session_id IN (
                  SELECT session_id FROM interaction_event WHERE dataset_id = %1$d AND user_id IS NULL)
                GROUP BY session_id HAVING count(DISTINCT user_id) BETWEEN 1 AND %3$d)) counted) named_next
          WHERE user_id IS NULL AND owner IS NOT NULL) event
        WHERE item_id IS NOT NULL
        ORDER BY arrival)
        """.formatted(
                datasetId,
                wish.typeColumn(),
                USERS_OF_A_SESSION,
                wish.propertyColumns(),
                wish.source()),
        reader -> {
          InteractionRow row = new InteractionRow(reader, wish);
          while (row.next()) {
            visitor.interaction(row);
          }
        });
  }

  /**
   * A visitor's latest interactions that count by a rule, newest first, and of one moment the last to arrive first. An
   * anonymous visitor's events belong to the first user who appears in their session after them, unless the session names
   * more than {@value #USERS_OF_A_SESSION} users.
   *
   * @param visitor a user's id, or the session's of an anonymous visitor
   * @param rule which events count, and how many of them at most
   */
  public List<Interaction> recent(int datasetId, String visitor, ConfidenceRule rule) {
    Map<String, Object> parameters = new HashMap<>();
    String counting = counting(rule, parameters);
    return jdbc.sql("""
            SELECT item_id, event_type, event_value, "timestamp" FROM (
              (SELECT item_id, event_type, event_value, "timestamp", 0 AS source, import_id::bigint AS arrival, ctid AS place
               FROM interaction
               WHERE import_id = ANY (ARRAY(
                       SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible))
                 AND user_id = :visitor AND %1$s
               ORDER BY "timestamp" DESC, import_id DESC, ctid DESC LIMIT :limit)
              UNION ALL
              (SELECT item_id, event_type, event_value, sent_at, 1, arrival, ctid
               FROM interaction_event
               WHERE dataset_id = :dataset AND coalesce(user_id, session_id) = :visitor
                 AND item_id IS NOT NULL AND %1$s
               ORDER BY sent_at DESC, arrival DESC LIMIT :limit)
              UNION ALL
              (SELECT item_id, event_type, event_value, sent_at, 1, arrival, ctid
               FROM interaction_event event
               WHERE dataset_id = :dataset
                 AND coalesce(user_id, session_id) = ANY (ARRAY(
                       SELECT DISTINCT session_id FROM interaction_event own
                       WHERE dataset_id = :dataset AND coalesce(user_id, session_id) = :visitor
                         AND user_id = :visitor AND session_id <> :visitor
                         AND (SELECT count(*) FROM (
                                SELECT DISTINCT user_id FROM interaction_event named
                                WHERE named.dataset_id = :dataset AND named.session_id = own.session_id
                                  AND user_id IS NOT NULL
                                LIMIT :users + 1) users) <= :users))
                 AND user_id IS NULL AND item_id IS NOT NULL AND %1$s
                 AND (SELECT next.user_id FROM interaction_event next
                      WHERE next.dataset_id = :dataset AND next.session_id = event.session_id AND next.user_id IS NOT NULL
                        AND (next.sent_at, next.arrival) > (event.sent_at, event.arrival)
                      ORDER BY next.sent_at, next.arrival LIMIT 1) = :visitor
               ORDER BY sent_at DESC, arrival DESC LIMIT :limit)) all_of_them
            ORDER BY "timestamp" DESC, source DESC, arrival DESC, place DESC LIMIT :limit
            """.formatted(counting))
        .param("dataset", datasetId)
        .param("visitor", visitor)
        .param("limit", rule.historyLength())
        .param("users", USERS_OF_A_SESSION)
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
          allOf.add("lower(event_type) = ANY (:type" + number + ")");
          parameters.put("type" + number, spellings(each.eventType()));
        }
        if (each.eventValueThreshold() != null) {
          allOf.add("event_value >= :threshold" + number);
          parameters.put(
              "threshold" + number, (double) each.eventValueThreshold().floatValue());
        }
        anyOf.add(allOf.toString());
      }
    }
    return anyOf.toString();
  }

  /** How a type is commonly spelled, as {@code lower} leaves it, which under the collation "C" knows ASCII only. */
  private static String[] spellings(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    int first = lower.offsetByCodePoints(0, 1);
    return Stream.of(
            type,
            lower,
            type.toUpperCase(Locale.ROOT),
            lower.substring(0, first).toUpperCase(Locale.ROOT) + lower.substring(first))
        .map(InteractionTable::asciiLower)
        .distinct()
        .toArray(String[]::new);
  }

  private static String asciiLower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(at, (char) (c + 'a' - 'A'));
      }
    }
    return lower.toString();
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
