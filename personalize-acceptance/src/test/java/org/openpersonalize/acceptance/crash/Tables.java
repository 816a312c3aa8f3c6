// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the tables of a service's embedded Postgres, which after kill -9 is there as well. */
final class Tables {
  private final JdbcClient jdbc;

  Tables(DataSource database) {
    this.jdbc = JdbcClient.create(database);
  }

  /** The imports and trainings that a worker has begun and not ended. */
  List<String> inProgress() {
    return strings("""
        SELECT dataset_import_job_arn FROM dataset_import_job WHERE status = 'CREATE IN_PROGRESS'
        UNION ALL
        SELECT solution_version_arn FROM solution_version WHERE status = 'CREATE IN_PROGRESS'
        """);
  }

  /** The batch jobs that a worker has begun and not ended. */
  List<String> batchJobsInProgress() {
    return strings("""
        SELECT batch_inference_job_arn FROM batch_inference_job WHERE status = 'CREATE IN_PROGRESS'
        UNION ALL
        SELECT batch_segment_job_arn FROM batch_segment_job WHERE status = 'CREATE IN_PROGRESS'
        """);
  }

  /** How many lines batch jobs have answered, of the files that are done or under way. */
  long batchLines(List<String> jobs) {
    return jdbc.sql("SELECT coalesce(sum(lines), 0) FROM batch_file WHERE job_arn IN (:jobs)")
        .param("jobs", jobs)
        .query(Long.class)
        .single();
  }

  /** When a worker took a job up after {@code start}, or ended it; empty while none has. */
  Optional<Instant> takenUp(String job, Instant start) {
    return jdbc
        .sql("""
            SELECT started_at FROM job_run WHERE resource_arn = :job AND started_at > :start
            UNION ALL
            SELECT last_updated_date_time FROM dataset_import_job
            WHERE dataset_import_job_arn = :job AND status IN ('ACTIVE', 'CREATE FAILED')
            UNION ALL
            SELECT last_updated_date_time FROM solution_version
            WHERE solution_version_arn = :job AND status IN ('ACTIVE', 'CREATE FAILED')
            """)
        .param("job", job)
        .param("start", start.atOffset(ZoneOffset.UTC))
        .query(OffsetDateTime.class)
        .list()
        .stream()
        .map(OffsetDateTime::toInstant)
        .findFirst();
  }

  /** What is queued or being done, and whose work is not over. */
  List<String> unfinished() {
    return strings("""
        SELECT task_instance FROM import_task
        UNION ALL SELECT task_instance FROM train_task
        UNION ALL SELECT task_instance FROM deploy_task
        UNION ALL SELECT task_instance FROM batch_task
        UNION ALL SELECT resource_arn FROM job_run
        """);
  }

  /** The bulk interactions that count, in the order of their time. */
  List<Purchase> bulkInteractions() {
    return jdbc.sql("""
            SELECT user_id, item_id, "timestamp" / 1000 FROM interaction
            WHERE import_id IN (SELECT import_id FROM interaction_import WHERE visible)
            ORDER BY "timestamp"
            """)
        .query((row, number) -> new Purchase(row.getString(1), row.getString(2), row.getLong(3)))
        .list();
  }

  /** An event as it is kept. */
  record KeptEvent(String eventId, Purchase purchase) {}

  List<KeptEvent> events() {
    return jdbc.sql("SELECT event_id, user_id, item_id, sent_at / 1000 FROM interaction_event")
        .query((row, number) -> new KeptEvent(
            row.getString(1), new Purchase(row.getString(2), row.getString(3), row.getLong(4))))
        .list();
  }

  /** The revisions that the bulk items are of, one entry an item. */
  List<String> itemRevisions() {
    return strings("SELECT properties ->> 'REVISION' FROM dataset_record");
  }

  /** Tables of rows that no import accounts for, and imports that no longer count. */
  List<String> orphans() {
    return strings("""
        SELECT relname FROM pg_class
        WHERE relkind IN ('r', 'p') AND relname ~ '^interaction_[0-9]+$'
          AND substr(relname, 13)::int NOT IN (SELECT import_id FROM interaction_import)
        UNION ALL
        SELECT 'replaced import ' || import_id FROM interaction_import WHERE NOT visible
        UNION ALL
        SELECT 'detached partition ' || import_id FROM interaction_import
        WHERE NOT EXISTS (SELECT FROM pg_inherits
                          WHERE inhparent = 'interaction'::regclass
                            AND inhrelid = to_regclass('interaction_' || import_id))
        """);
  }

  /** What the keys of the published models' files start with. */
  List<String> modelPrefixes() {
    return strings("SELECT prefix FROM published_model");
  }

  private List<String> strings(String query) {
    return jdbc.sql(query).query(String.class).list();
  }
}
