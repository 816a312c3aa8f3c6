// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.catalog.DatasetExportJob;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.springframework.stereotype.Component;

/** What export jobs have written, as far as it is still there: the files are their owner's, who may have moved them. */
@Component
public class ExportedFiles {
  private final ExportFiles files;

  ExportedFiles(ExportFiles files) {
    this.files = files;
  }

  /**
   * A file by its name in the job's folder.
   *
   * @param rows null if they were not counted when it was written
   */
  public record ExportedFile(
      String name, long bytes, @Nullable Long rows) {}

  /** Part after part; none where the bucket is gone. */
  public List<ExportedFile> of(DatasetExportJob job) throws IOException {
    S3Location folder = files.location(job.jobOutput());
    try {
      return files.of(folder, job.jobName()).stream()
          .map(entry -> file(job, entry.key().substring(folder.key().length()), entry.size()))
          .toList();
    } catch (ObjectNotFound gone) {
      return List.of();
    }
  }

  private static ExportedFile file(DatasetExportJob job, String name, long bytes) {
    Map<String, Long> rows = job.rowsOfFiles();
    return new ExportedFile(name, bytes, rows == null ? null : rows.get(name));
  }

  /** The file of that name, if the job has written it and it is still there. */
  public Optional<ExportedFile> find(DatasetExportJob job, String name) throws IOException {
    return of(job).stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /** Opens a file for reading; the caller closes it. */
  public InputStream open(DatasetExportJob job, ExportedFile file) throws IOException {
    return files.open(files.location(job.jobOutput()), file.name());
  }
}
