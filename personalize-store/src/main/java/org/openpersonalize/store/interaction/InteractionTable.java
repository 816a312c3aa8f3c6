// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.recipe.InteractionCounts;
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
  private static final List<String> WITH_EVENTS =
      List.of("interaction_event", "explored_answer", "exposure", "exposure_count");

  /** The columns behind the time. */
  static final String DETAILS =
      ", impression, recommendation_id, event_attribution_source, properties";

  /** The same of events, whose lists are joined by bars. */
  static final String DETAILS_OF_EVENTS =
      DETAILS.replace("impression,", "array_to_string(impression, '|') AS impression,");

  /** A session that names more users than this is no visit of one person, but an id that many share. */
  static final int USERS_OF_A_SESSION = 20;

  /** How far back a visitor's history is looked through for types that are rare in it, so that no visitor takes long. */
  static final int LOOKED_AT = 5_000;

  /** What some users are drawn from: many times as many, for rows of one user lie together in most files. */
  private static final int ROWS_DRAWN = 200_000;

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
        select(datasetId, wish.typeColumn(), wish.propertyColumns(), wish.source()), reader -> {
          InteractionRow row = new InteractionRow(reader, wish);
          while (row.next()) {
            visitor.interaction(row);
          }
        });
  }

  /**
   * Copies what {@link #stream} reads of a dataset into a new temporary table, which goes with the caller's transaction. Its
   * columns are those of {@code interaction} but for the import; an event's impression is joined by bars.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void copyTo(String table, int datasetId) {
    jdbc.sql("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s"
            .formatted(table, select(datasetId, "event_type", DETAILS, DETAILS_OF_EVENTS)))
        .update();
  }

  /**
   * All interactions of a dataset as SQL.
   *
   * @param columns what to select behind user, item, type, value and time
   * @param source what that takes from the table of events
   */
  private static String select(int datasetId, String type, String columns, String source) {
    return "%s UNION ALL (%s)"
        .formatted(
            selectImported(datasetId, type, columns),
            selectEvents(datasetId, type, columns, source));
  }

  /** What {@link #select} takes from imports. */
  static String selectImported(int datasetId, String type, String columns) {
    return """
        SELECT user_id, item_id, %2$s, event_value, "timestamp"%3$s
        FROM interaction
        WHERE import_id = ANY (ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = %1$d AND visible))
        """.formatted(datasetId, type, columns);
  }

  /** What {@link #select} takes from events, in the order in which they arrived. */
  static String selectEvents(int datasetId, String type, String columns, String source) {
    return """
        SELECT owner, item_id, %2$s, event_value, sent_at%4$s FROM (
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
        ORDER BY arrival
        """.formatted(datasetId, type, USERS_OF_A_SESSION, columns, source);
  }

  /**
   * A visitor's latest interactions of every type, newest first, and of one moment the last to arrive first. An anonymous
   * visitor's events belong to the first user who appears in their session after them, unless the session names more than
   * {@value #USERS_OF_A_SESSION} users.
   *
   * @param visitor a user's id, or the session's of an anonymous visitor
   * @param ofEachType at most so many of each type, as far as they are among the visitor's newest {@value #LOOKED_AT}
   *     imported ones or newest {@value #LOOKED_AT} events
   */
  public List<Interaction> recent(int datasetId, String visitor, int ofEachType) {
    return Objects.requireNonNull(
        recent(datasetId, List.of(visitor), ofEachType).get(visitor));
  }

  /** As {@link #recent(int, String, int)}, of several visitors in one statement; there is a list for each of them. */
  public Map<String, List<Interaction>> recent(
      int datasetId, Collection<String> visitors, int ofEachType) {
    Map<String, List<Interaction>> histories = new LinkedHashMap<>();
    visitors.forEach(visitor -> histories.put(visitor, new ArrayList<>()));
    // A limit that the planner does not know makes it walk the indexes from the newest row back,
    // instead
    // of sorting all rows of a visitor, of whom it does not know that there may be a million.
    jdbc.sql("""
            SELECT asked.visitor, item_id, event_type, event_value, "timestamp"
            FROM unnest(:visitors) AS asked(visitor) CROSS JOIN LATERAL (
              SELECT *, row_number() OVER (
                PARTITION BY event_type ORDER BY "timestamp" DESC, source DESC, arrival DESC, place DESC) AS rank
              FROM (
                (SELECT item_id, event_type, event_value, "timestamp", 0 AS source, import_id::bigint AS arrival, ctid AS place
                 FROM interaction
                 WHERE import_id = ANY (ARRAY(
                         SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible))
                   AND user_id = asked.visitor
                 ORDER BY "timestamp" DESC, import_id DESC, ctid DESC LIMIT (SELECT :lookedAt))
                UNION ALL
                (SELECT item_id, event_type, event_value, sent_at, 1, arrival, ctid
                 FROM interaction_event
                 WHERE dataset_id = :dataset AND coalesce(user_id, session_id) = asked.visitor
                   AND item_id IS NOT NULL
                 ORDER BY sent_at DESC, arrival DESC LIMIT (SELECT :lookedAt))
                UNION ALL
                (SELECT item_id, event_type, event_value, sent_at, 1, arrival, ctid
                 FROM interaction_event event
                 WHERE dataset_id = :dataset
                   AND coalesce(user_id, session_id) = ANY (ARRAY(
                         SELECT DISTINCT session_id FROM interaction_event own
                         WHERE dataset_id = :dataset AND coalesce(user_id, session_id) = asked.visitor
                           AND user_id = asked.visitor AND session_id <> asked.visitor
                           AND (SELECT count(*) FROM (
                                  SELECT DISTINCT user_id FROM interaction_event named
                                  WHERE named.dataset_id = :dataset AND named.session_id = own.session_id
                                    AND user_id IS NOT NULL
                                  LIMIT :users + 1) users) <= :users))
                   AND user_id IS NULL AND item_id IS NOT NULL
                   AND (SELECT next.user_id FROM interaction_event next
                        WHERE next.dataset_id = :dataset AND next.session_id = event.session_id AND next.user_id IS NOT NULL
                          AND (next.sent_at, next.arrival) > (event.sent_at, event.arrival)
                        ORDER BY next.sent_at, next.arrival LIMIT 1) = asked.visitor
                 ORDER BY sent_at DESC, arrival DESC LIMIT (SELECT :lookedAt))) all_of_them) ranked
            WHERE rank <= :ofEachType
            ORDER BY asked.visitor, "timestamp" DESC, source DESC, arrival DESC, place DESC
            """)
        .param("dataset", datasetId)
        .param("visitors", histories.keySet().toArray(String[]::new))
        .param("ofEachType", ofEachType)
        .param("lookedAt", LOOKED_AT)
        .param("users", USERS_OF_A_SESSION)
        .query(row -> {
          double value = row.getDouble(4);
          boolean hasValue = !row.wasNull();
          Objects.requireNonNull(histories.get(row.getString(1)))
              .add(new Interaction(
                  row.getString(2),
                  row.getString(3),
                  hasValue ? value : Double.NaN,
                  Instant.ofEpochMilli(row.getLong(5))));
        });
    return histories;
  }

  /** The numbers of the imports that count; others, once there was another import. */
  public Set<Integer> imports(int datasetId) {
    return jdbc.sql(
            "SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible")
        .param("dataset", datasetId)
        .query(Integer.class)
        .set();
  }

  /** How many interactions a dataset has, found without reading the bulk ones. */
  public long count(int datasetId) {
    return jdbc.sql("""
            SELECT (SELECT coalesce(sum(row_count), 0) FROM interaction_import WHERE dataset_id = :dataset AND visible)
                 + (SELECT count(*) FROM interaction_event WHERE dataset_id = :dataset AND item_id IS NOT NULL)
            """).param("dataset", datasetId).query(Long.class).single();
  }

  /** From when until when interactions are; empty if there are none. Reads the times of all of them. */
  @Transactional(readOnly = true)
  public Optional<Span> span(int datasetId, Instant now) {
    return jdbc.sql("""
            SELECT min(least("timestamp", :now)), max(least("timestamp", :now)) FROM (
              SELECT "timestamp" FROM interaction
              WHERE import_id = ANY (ARRAY(
                SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible))
              UNION ALL
              SELECT sent_at FROM interaction_event WHERE dataset_id = :dataset AND item_id IS NOT NULL) every
            HAVING count(*) > 0
            """)
        .param("dataset", datasetId)
        .param("now", now.toEpochMilli())
        .query((row, number) ->
            new Span(Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2))))
        .optional();
  }

  /** From the oldest interaction to the newest; what is dated later than now counts as of now. */
  public record Span(Instant oldest, Instant newest) {}

  /**
   * How much there is to train on, counted anew: a second for some million interactions.
   *
   * @param eventType interactions of this type alone are counted, in any case; null for all
   */
  @Transactional(readOnly = true)
  public InteractionVolume volume(int datasetId, @Nullable String eventType) {
    String rows =
        "(SELECT user_id, item_id, event_type FROM (%s) every WHERE :type::text IS NULL OR lower(event_type) = :type)"
            .formatted(select(datasetId, "event_type", "", ""));
    return jdbc.sql("""
            SELECT coalesce(sum(n), 0), count(*), count(*) FILTER (WHERE n > 1),
              coalesce(sum(least(n, :most)::double precision ^ 2), 0),
              (SELECT count(*) FROM (SELECT DISTINCT item_id FROM %1$s rows_of_items) items),
              (SELECT count(DISTINCT lower(event_type)) FROM %1$s rows_of_types)
            FROM (SELECT count(*) AS n FROM %1$s rows_of_users GROUP BY user_id) users
            """.formatted(rows))
        .param("type", eventType == null ? null : eventType.toLowerCase(Locale.ROOT), Types.VARCHAR)
        .param("most", ConfidenceRule.DEFAULT_HISTORY_LENGTH)
        .query((row, number) -> new InteractionVolume(
            new InteractionCounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(6)),
            row.getLong(5),
            row.getDouble(4)))
        .single();
  }

  /**
   * Some users by lot, of whom those who do much are likelier: users of interactions that are drawn from places all over the tables,
   * so that it takes no longer where there are more.
   *
   * @param atMost so many
   * @param seed the same draws the same from the same data
   */
  @Transactional(readOnly = true)
  public List<String> someUsers(int datasetId, int atMost, int seed) {
    double percent = Math.min(100, 100.0 * ROWS_DRAWN / Math.max(1, count(datasetId)));
    return jdbc.sql("""
            SELECT user_id FROM (
              SELECT user_id FROM interaction TABLESAMPLE SYSTEM (:percent) REPEATABLE (:seed)
              WHERE import_id = ANY (ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible))
              UNION
              SELECT user_id FROM interaction_event TABLESAMPLE SYSTEM (:percent) REPEATABLE (:seed)
              WHERE dataset_id = :dataset AND user_id IS NOT NULL AND item_id IS NOT NULL
            ) drawn
            ORDER BY md5(user_id || :seed), user_id
            LIMIT :most
            """)
        .param("percent", percent)
        .param("seed", seed)
        .param("dataset", datasetId)
        .param("most", atMost)
        .query(String.class)
        .list();
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

  /** Forgets everything of a dataset, and what was counted of its events; the partitions then go with {@link
   * BulkInteractions#dropReplaced}. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void clear(int datasetId) {
    jdbc.sql("UPDATE interaction_import SET visible = false WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .update();
    for (String table : WITH_EVENTS) {
      jdbc.sql("DELETE FROM %s WHERE dataset_id = :dataset".formatted(table))
          .param("dataset", datasetId)
          .update();
    }
  }
}
