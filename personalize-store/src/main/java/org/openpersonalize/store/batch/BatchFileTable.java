// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.batch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The files that batch jobs read, and how much of each is answered. A file whose answers are stored is done for good: a run that
 * takes over after a crash goes on with the others. The rows are deleted with their job.
 */
@Component
public class BatchFileTable {
  private final JdbcClient jdbc;

  public BatchFileTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How much of all files of a job is answered. */
  public record Stand(long files, long filesDone, long lines, long bytesRead, long bytes) {}

  /**
   * A run begins with these files, or goes on with those of them that an earlier one has not done.
   *
   * @return the keys of those that are done; one whose length has changed since is not
   */
  @Transactional
  public Set<String> begin(Arn job, List<ObjectEntry> files) {
    jdbc.sql("DELETE FROM batch_file WHERE job_arn = :job AND NOT is_done")
        .param("job", job.toString())
        .update();
    jdbc.sql("""
            INSERT INTO batch_file AS f (job_arn, object_key, size, bytes_read, lines, is_done)
            SELECT :job, file.key, file.size, 0, 0, false
            FROM unnest(CAST(:keys AS text[]), CAST(:sizes AS bigint[])) AS file (key, size)
            ON CONFLICT (job_arn, object_key) DO UPDATE
            SET size = excluded.size, bytes_read = 0, lines = 0, is_done = false
            WHERE f.size <> excluded.size
            """)
        .param("job", job.toString())
        .param("keys", files.stream().map(ObjectEntry::key).toArray(String[]::new))
        .param("sizes", files.stream().map(ObjectEntry::size).toArray(Long[]::new))
        .update();
    return new HashSet<>(
        jdbc.sql("SELECT object_key FROM batch_file WHERE job_arn = :job AND is_done")
            .param("job", job.toString())
            .query(String.class)
            .list());
  }

  /** Notes how far a file is. */
  @Transactional
  public void update(Arn job, String key, long bytesRead, long lines) {
    note(job, key, bytesRead, lines, false);
  }

  /** Notes that all answers to a file are stored. */
  @Transactional
  public void done(Arn job, String key, long bytesRead, long lines) {
    note(job, key, bytesRead, lines, true);
  }

  private void note(Arn job, String key, long bytesRead, long lines, boolean isDone) {
    jdbc.sql("""
            UPDATE batch_file SET bytes_read = :bytes, lines = :lines, is_done = :done
            WHERE job_arn = :job AND object_key = :key
            """)
        .param("bytes", bytesRead)
        .param("lines", lines)
        .param("done", isDone)
        .param("job", job.toString())
        .param("key", key)
        .update();
  }

  /** How far a job is; nothing of one that has not begun. */
  @Transactional(readOnly = true)
  public Stand stand(Arn job) {
    return jdbc.sql("""
            SELECT count(*), count(*) FILTER (WHERE is_done), coalesce(sum(lines), 0), coalesce(sum(bytes_read), 0),
              coalesce(sum(size), 0)
            FROM batch_file WHERE job_arn = :job
            """)
        .param("job", job.toString())
        .query((row, number) -> new Stand(
            row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
        .single();
  }
}
