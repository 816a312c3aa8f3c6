// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.browse;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The visitors of a dataset's interactions: users by their ids, and those who gave none by their sessions'. */
@Component
public class VisitorTable {
  /** Of so many rows, which lie together in a few places, one is taken. */
  private static final int SAMPLE = 2_000;

  private final JdbcClient jdbc;

  public VisitorTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Visitors in the order of their ids, each once. The indexes are jumped through from one to the next: it takes as long for a
   * visitor with a million interactions as for one with a single one.
   *
   * @param after the empty text to begin with the first
   */
  public List<String> page(int datasetId, String after, int limit) {
    return jdbc.sql("""
            WITH RECURSIVE imported (ids) AS MATERIALIZED (
              SELECT ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND visible)
            ),
            visitor (id) AS (
              SELECT CAST(:after AS text) COLLATE "C"
              UNION ALL
              SELECT least(
                (SELECT user_id FROM interaction
                 WHERE import_id = ANY ((SELECT ids FROM imported)::int[]) AND user_id > visitor.id
                 ORDER BY user_id LIMIT 1),
                (SELECT coalesce(user_id, session_id) FROM interaction_event
                 WHERE dataset_id = :dataset AND coalesce(user_id, session_id) > visitor.id
                 ORDER BY coalesce(user_id, session_id) LIMIT 1)) COLLATE "C"
              FROM visitor WHERE visitor.id IS NOT NULL
            )
            SELECT id FROM visitor WHERE id IS NOT NULL OFFSET 1 LIMIT :limit
            """)
        .param("dataset", datasetId)
        .param("after", after)
        .param("limit", limit)
        .query(String.class)
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
