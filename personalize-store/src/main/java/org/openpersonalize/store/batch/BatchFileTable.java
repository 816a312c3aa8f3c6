// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.batch.FileStand.Part;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The files that batch jobs read, and how much of each is answered. A file whose answers are stored is done for good, and so are the
 * lines of a part that is stored: a run that takes over after a crash goes on with the others. The rows are deleted with their job.
 */
@Component
public class BatchFileTable {
  private final JdbcClient jdbc;

  public BatchFileTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How much of all files of a job is answered. */
  public record Stand(long files, long filesDone, long lines, long bytesRead, long bytes) {}

  /** What earlier runs of a job have noted of its files. */
  @Transactional(readOnly = true)
  public List<FileStand> stands(Arn job) {
    Map<String, List<Part>> parts = new HashMap<>();
    jdbc.sql("""
            SELECT object_key, tag, bytes_read, lines FROM batch_part
            WHERE job_arn = :job ORDER BY object_key, number
            """).param("job", job.toString()).query(row -> {
      parts
          .computeIfAbsent(row.getString(1), key -> new ArrayList<>())
          .add(new Part(row.getString(2), row.getLong(3), row.getLong(4)));
    });
    return jdbc.sql(
            "SELECT object_key, size, is_done, upload_id FROM batch_file WHERE job_arn = :job")
        .param("job", job.toString())
        .query((row, number) -> new FileStand(
            row.getString(1),
            row.getLong(2),
            row.getBoolean(3),
            row.getString(4),
            parts.getOrDefault(row.getString(1), List.of())))
        .list();
  }

  /**
   * A run begins with these files, or goes on with what is left of them.
   *
   * @param kept the stands that hold still; of all other files nothing is answered
   */
  @Transactional
  public void begin(Arn job, List<ObjectEntry> files, List<FileStand> kept) {
    jdbc.sql("DELETE FROM batch_file WHERE job_arn = :job AND object_key <> ALL (:kept)")
        .param("job", job.toString())
        .param("kept", kept.stream().map(FileStand::objectKey).toArray(String[]::new))
        .update();
    jdbc.sql("""
            INSERT INTO batch_file (job_arn, object_key, size, bytes_read, lines, is_done)
            SELECT :job, file.key, file.size, 0, 0, false
            FROM unnest(CAST(:keys AS text[]), CAST(:sizes AS bigint[])) AS file (key, size)
            ON CONFLICT (job_arn, object_key) DO NOTHING
            """)
        .param("job", job.toString())
        .param("keys", files.stream().map(ObjectEntry::key).toArray(String[]::new))
        .param("sizes", files.stream().map(ObjectEntry::size).toArray(Long[]::new))
        .update();
  }

  /** Notes that the answers to a file are stored in parts, of which there is none yet; null if there is no upload any more. */
  @Transactional
  public void beginUpload(Arn job, String key, @Nullable String uploadId) {
    jdbc.sql("DELETE FROM batch_part WHERE job_arn = :job AND object_key = :key")
        .param("job", job.toString())
        .param("key", key)
        .update();
    jdbc.sql("UPDATE batch_file SET upload_id = :upload WHERE job_arn = :job AND object_key = :key")
        .param("upload", uploadId)
        .param("job", job.toString())
        .param("key", key)
        .update();
  }

  /** Notes the next part that is stored. */
  @Transactional
  public void add(Arn job, String key, int number, Part part) {
    jdbc.sql("""
            INSERT INTO batch_part (job_arn, object_key, number, tag, bytes_read, lines)
            VALUES (:job, :key, :number, :tag, :bytes, :lines)
            """)
        .param("job", job.toString())
        .param("key", key)
        .param("number", number)
        .param("tag", part.tag())
        .param("bytes", part.bytesRead())
        .param("lines", part.lines())
        .update();
  }

  /** Notes how far a file is. */
  @Transactional
  public void update(Arn job, String key, long bytesRead, long lines) {
    note(job, key, bytesRead, lines, false);
  }

  /** Notes that all answers to a file are stored. */
  @Transactional
  public void done(Arn job, String key, long bytesRead, long lines) {
    beginUpload(job, key, null);
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

  /** The keys of the files that are done, some of them if there are many, in their order. */
  @Transactional(readOnly = true)
  public List<String> done(Arn job, int most) {
    return jdbc.sql("""
            SELECT object_key FROM batch_file WHERE job_arn = :job AND is_done ORDER BY object_key LIMIT :most
            """)
        .param("job", job.toString())
        .param("most", most)
        .query(String.class)
        .list();
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
