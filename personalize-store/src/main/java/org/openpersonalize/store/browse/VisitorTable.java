// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.browse;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The visitors of a dataset's interactions: users by their ids, and those who gave none by their sessions'. */
@Component
public class VisitorTable {
  /** Of so many rows, which lie together in a few places, one is taken. */
  private static final int SAMPLE = 2_000;

  /** More than that are not counted of one visitor, so that nobody takes long. */
  static final int COUNTED = 100_000;

  private static final Instant FIRST_MONDAY = Instant.parse("1970-01-05T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private final JdbcClient jdbc;

  public VisitorTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Visitors in the order of their ids, each once. The indexes are jumped through from one to the next: it takes as long for a
   * visitor with a million interactions as for one with a single one.
   *
   * @param from the first id that may be there; the empty text to begin with the first of all
   */
  public List<String> page(int datasetId, String from, int limit) {
    return jdbc.sql("""
            WITH RECURSIVE imported (ids) AS MATERIALIZED (
              SELECT ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible)
            ),
            visitor (id) AS (
              SELECT %s
              UNION ALL
              SELECT %s FROM visitor WHERE visitor.id IS NOT NULL
            )
            SELECT id FROM visitor WHERE id IS NOT NULL LIMIT :limit
            """.formatted(first(">= :from"), first("> visitor.id")))
        .param("dataset", datasetId)
        .param("from", from)
        .param("limit", limit)
        .query(String.class)
        .list();
  }

  private static String first(String behind) {
    return """
        least(
          (SELECT min(next.user_id)
           FROM unnest((SELECT ids FROM imported)::int[]) AS one (import_id),
             LATERAL (
               SELECT user_id FROM interaction WHERE interaction.import_id = one.import_id AND user_id %1$s
               ORDER BY user_id LIMIT 1) next),
          (SELECT coalesce(user_id, session_id) FROM interaction_event
           WHERE dataset_id = :dataset AND coalesce(user_id, session_id) %1$s
           ORDER BY coalesce(user_id, session_id) LIMIT 1))
        """.formatted(behind);
  }

  /**
   * How much somebody did in a week.
   *
   * @param monday the beginning of the week in UTC
   */
  public record Week(LocalDate monday, long count) {}

  /** The weeks in which a visitor did something, newest first; more than {@value #COUNTED} interactions are not counted. */
  public List<Week> weeks(int datasetId, String visitor, int limit) {
    return jdbc.sql("""
            SELECT floor(("timestamp" - :firstMonday) / CAST(:week AS double precision)) AS number, count(*)
            FROM (
              SELECT "timestamp" FROM (
                SELECT "timestamp" FROM interaction
                WHERE import_id = ANY (ARRAY(
                    SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible))
                  AND user_id = :visitor
                UNION ALL
                SELECT sent_at FROM interaction_event
                WHERE dataset_id = :dataset AND coalesce(user_id, session_id) = :visitor) theirs
              LIMIT :counted) counted
            GROUP BY number ORDER BY number DESC LIMIT :limit
            """)
        .param("dataset", datasetId)
        .param("visitor", visitor)
        .param("firstMonday", FIRST_MONDAY.getEpochSecond() * 1_000)
        .param("week", WEEK.toMillis())
        .param("counted", COUNTED)
        .param("limit", limit)
        .query((row, number) -> new Week(
            LocalDate.ofInstant(FIRST_MONDAY.plus(WEEK.multipliedBy(row.getLong(1))), UTC),
            row.getLong(2)))
        .list();
  }

  /** Somebody, by lot, who is the likelier the more they did; empty if there is nobody. */
  public Optional<String> somebody(int datasetId) {
    return largestImport(datasetId)
        .flatMap(found -> imported(found, Math.min(100, 100.0 * SAMPLE / found.rows())))
        .or(() -> largestImport(datasetId).flatMap(found -> imported(found, 100)))
        .or(() -> lately(datasetId));
  }

  private record Import(int id, long rows) {}

  private Optional<Import> largestImport(int datasetId) {
    return jdbc.sql("""
            SELECT import_id, row_count FROM interaction_import
            WHERE dataset_id = :dataset AND visible AND row_count > 0 ORDER BY row_count DESC LIMIT 1
            """)
        .param("dataset", datasetId)
        .query((row, number) -> new Import(row.getInt(1), row.getLong(2)))
        .optional();
  }

  private Optional<String> imported(Import from, double percent) {
    return jdbc.sql("""
            SELECT user_id FROM interaction TABLESAMPLE SYSTEM (:percent) WHERE import_id = :id ORDER BY random() LIMIT 1
            """)
        .param("percent", percent)
        .param("id", from.id())
        .query(String.class)
        .optional();
  }

  private Optional<String> lately(int datasetId) {
    return jdbc.sql("""
            SELECT visitor FROM (
              SELECT coalesce(user_id, session_id) AS visitor FROM interaction_event
              WHERE dataset_id = :dataset ORDER BY arrival DESC LIMIT 100) latest
            ORDER BY random() LIMIT 1
            """).param("dataset", datasetId).query(String.class).optional();
  }
}
