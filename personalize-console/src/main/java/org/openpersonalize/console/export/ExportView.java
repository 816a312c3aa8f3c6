// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.export;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.job.JobState;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.exportjob.ExportedFiles.ExportedFile;
import org.openpersonalize.store.catalog.DatasetExportJob;

/**
 * An export job and what it has written.
 *
 * @param files none before it has ended
 */
public record ExportView(DatasetExportJob job, List<File> files, Instant now) {
  /**
   * A file.
   *
   * @param href where it is downloaded; null if it is too long for that
   */
  public record File(ExportedFile file, @Nullable String href) {
    public String size() {
      return Figures.size(file.bytes());
    }
  }

  public DatasetType dataset() {
    String dataset = job.datasetArn().id();
    return DatasetType.valueOf(dataset.substring(dataset.lastIndexOf('/') + 1));
  }

  public JobState state() {
    return new JobState(job, now);
  }

  /** Of all files that it wrote, which may be gone; null before they are written, and where nobody counted. */
  public @Nullable Long rows() {
    Map<String, Long> ofFiles = job.rowsOfFiles();
    return ofFiles == null
        ? null
        : ofFiles.values().stream().mapToLong(Long::longValue).sum();
  }

  public String size() {
    return Figures.size(files.stream().mapToLong(file -> file.file().bytes()).sum());
  }
}
