// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.deletion;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Deletes what is stored of users, wherever it is, in the caller's transaction: {@link #begin} takes their ids, {@link #named} counts
 * them, {@link #delete} does it. Whoever adds a table with ids of users in it, or with what people typed, adds it here; a test
 * searches all columns.
 *
 * <p>An anonymous visitor's events go with the user they count for (see {@link
 * org.openpersonalize.store.interaction.InteractionTable#stream}), and those of a session that names nobody else go all.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class UserDeletion {
  private static final String ANY_QUOTED = "regexp_matches(%s, '''([^'']*)''', 'g') AS quoted";

  private final JdbcClient jdbc;
  private final JdbcTemplate statements;
  private final Copies copies;
  private final RecordedRequestTable requests;

  public UserDeletion(
      JdbcClient jdbc, JdbcTemplate statements, Copies copies, RecordedRequestTable requests) {
    this.jdbc = jdbc;
    this.statements = statements;
    this.copies = copies;
    this.requests = requests;
  }

  /** Takes one id a row. The connection is busy with it until the writer has finished. */
  public CopyWriter begin() {
    statements.execute(
        "CREATE TEMPORARY TABLE deleted_id (user_id text COLLATE \"C\") ON COMMIT DROP");
    return copies.in("deleted_id", 1);
  }

  /** How many different users were taken. To be asked before anything else. */
  public long named() {
    statements.execute(
        "CREATE TEMPORARY TABLE deleted_user ON COMMIT DROP AS SELECT DISTINCT user_id FROM deleted_id");
    statements.execute("ALTER TABLE deleted_user ADD PRIMARY KEY (user_id)");
    statements.execute("ANALYZE deleted_user");
    return jdbc.sql("SELECT count(*) FROM deleted_user").query(Long.class).single();
  }

  /** Goes through those that were named, each once. The visitor must not ask the database anything. */
  public void visit(Consumer<String> visitor) {
    copies.out("SELECT user_id FROM deleted_user", rows -> {
      while (rows.nextRow()) {
        visitor.accept(Objects.requireNonNull(rows.text()));
      }
    });
  }

  /**
   * Deletes.
   *
   * @param interactionDatasets the numbers of the group's datasets of interactions, of either kind, which the caller holds
   * @param userDatasets the numbers of its datasets of users, which the caller holds
   * @return how many rows, by the table
   */
  public Map<String, Long> delete(
      Arn datasetGroup, Collection<Integer> interactionDatasets, Collection<Integer> userDatasets) {
    Integer[] happenings = interactionDatasets.toArray(Integer[]::new);
    Map<String, Long> rows = new TreeMap<>();
    findSessions(happenings);
    rows.put("interaction_event", deleteEvents(happenings));
    rows.put("interaction", deleteImported(happenings));
    rows.put("dataset_record", deleteRecords(userDatasets.toArray(Integer[]::new)));
    rows.put("import_outcome", clearExamples(datasetGroup));
    rows.put("dataset_import_job", clearReasons(datasetGroup));
    return rows;
  }

  /**
   * Deletes the requests that were recorded of these users, behind {@link #delete}. To be asked last, since nobody records any until the
   * commit.
   */
  public long deleteRequests(Arn datasetGroup) {
    return requests.deleteOfUsers(datasetGroup);
  }

  /** The sessions in which one of the users appears, and whether nobody else does. */
  private void findSessions(Integer[] datasets) {
    jdbc.sql("""
            CREATE TEMPORARY TABLE deleted_session ON COMMIT DROP AS
            SELECT event.dataset_id, event.session_id, bool_and(gone.user_id IS NOT NULL) AS whole
            FROM (
              SELECT DISTINCT dataset_id, session_id
              FROM interaction_event seen JOIN deleted_user ON coalesce(seen.user_id, seen.session_id) = deleted_user.user_id
              WHERE dataset_id = ANY (:datasets) AND seen.user_id IS NOT NULL) session
            JOIN interaction_event event
              ON event.dataset_id = session.dataset_id AND event.session_id = session.session_id AND event.user_id IS NOT NULL
            LEFT JOIN deleted_user gone ON gone.user_id = event.user_id
            GROUP BY event.dataset_id, event.session_id
            """.replace(":datasets", array(datasets))).update();
    statements.execute("ANALYZE deleted_session");
  }

  /** A utility statement takes no parameters. */
  private static String array(Integer[] numbers) {
    return "ARRAY%s::int[]".formatted(Arrays.toString(numbers));
  }

  private long deleteEvents(Integer[] datasets) {
    long anonymous = jdbc.sql("""
            DELETE FROM interaction_event event USING deleted_session session
            WHERE event.dataset_id = session.dataset_id
              AND coalesce(event.user_id, event.session_id) = session.session_id
              AND event.session_id = session.session_id AND event.user_id IS NULL
              AND (session.whole OR EXISTS (
                SELECT FROM deleted_user
                WHERE user_id = (
                  SELECT next.user_id FROM interaction_event next
                  WHERE next.dataset_id = event.dataset_id AND next.session_id = event.session_id
                    AND next.user_id IS NOT NULL AND (next.sent_at, next.arrival) > (event.sent_at, event.arrival)
                  ORDER BY next.sent_at, next.arrival LIMIT 1)))
            """).update();
    long own = jdbc.sql("""
            DELETE FROM interaction_event event USING deleted_user gone
            WHERE event.dataset_id = ANY (:datasets) AND coalesce(event.user_id, event.session_id) = gone.user_id
            """).param("datasets", datasets).update();
    long others = jdbc.sql("""
            UPDATE interaction_event event SET session_id = md5(:salt || event.session_id) FROM deleted_user gone
            WHERE event.dataset_id = ANY (:datasets) AND event.session_id = gone.user_id AND event.user_id IS NOT NULL
            """)
        .param("datasets", datasets)
        .param("salt", UUID.randomUUID().toString())
        .update();
    return anonymous + own + others;
  }

  private long deleteImported(Integer[] datasets) {
    return jdbc.sql("""
            WITH gone AS (
              DELETE FROM interaction USING deleted_user
              WHERE import_id = ANY (ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = ANY (:datasets)))
                AND interaction.user_id = deleted_user.user_id
              RETURNING import_id),
            counted AS (SELECT import_id, count(*) AS rows FROM gone GROUP BY import_id),
            noted AS (
              UPDATE interaction_import SET row_count = row_count - counted.rows FROM counted
              WHERE interaction_import.import_id = counted.import_id)
            SELECT coalesce(sum(rows), 0)::bigint FROM counted
            """).param("datasets", datasets).query(Long.class).single();
  }

  private long deleteRecords(Integer[] datasets) {
    long records = jdbc.sql("""
            DELETE FROM dataset_record USING deleted_user
            WHERE dataset_id = ANY (:datasets) AND record_id = user_id
            """).param("datasets", datasets).update();
    jdbc.sql("""
            UPDATE dataset_number SET record_imports = record_imports + 1 WHERE dataset_id = ANY (:datasets)
            """).param("datasets", datasets).update();
    return records;
  }

  /** What does not fit a column is quoted, and may be somebody's id. */
  private long clearExamples(Arn datasetGroup) {
    return jdbc.sql("""
            UPDATE import_outcome outcome SET examples = '{}'
            FROM dataset_import_job job JOIN dataset USING (dataset_arn)
            WHERE outcome.dataset_import_job_arn = job.dataset_import_job_arn AND dataset_group_arn = :group
              AND EXISTS (
                SELECT FROM unnest(examples) AS example, %s WHERE quoted[1] IN (SELECT user_id FROM deleted_user))
            """.formatted(ANY_QUOTED.formatted("example")))
        .param("group", datasetGroup.toString())
        .update();
  }

  private long clearReasons(Arn datasetGroup) {
    return jdbc.sql("""
            UPDATE dataset_import_job job SET failure_reason = 'The reason quoted data that was deleted.'
            FROM dataset
            WHERE job.dataset_arn = dataset.dataset_arn AND dataset_group_arn = :group
              AND EXISTS (SELECT FROM %s WHERE quoted[1] IN (SELECT user_id FROM deleted_user))
            """.formatted(ANY_QUOTED.formatted("job.failure_reason")))
        .param("group", datasetGroup.toString())
        .update();
  }
}
