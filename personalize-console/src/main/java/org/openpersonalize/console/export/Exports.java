// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.export;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.exportjob.DatasetExportService;
import org.openpersonalize.ingest.exportjob.DatasetExportService.DescribeDatasetExportJob;
import org.openpersonalize.ingest.exportjob.ExportedFiles;
import org.openpersonalize.ingest.exportjob.ExportedFiles.ExportedFile;
import org.openpersonalize.store.catalog.DatasetExportJob;
import org.springframework.stereotype.Component;

/** Finds export jobs and their files. */
@Component
class Exports {
  /** What is longer is fetched from the bucket, and not by way of a gateway that has requests to answer. */
  private static final long DOWNLOADED_BYTES = 64L << 20;

  private final DatasetExportService service;
  private final ExportedFiles files;
  private final Clock clock;

  Exports(DatasetExportService service, ExportedFiles files, Clock clock) {
    this.service = service;
    this.files = files;
    this.clock = clock;
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException not found, in this group at least */
  DatasetExportJob job(Group group, String name) {
    Arn arn = group.arn().sibling(ResourceType.DATASET_EXPORT_JOB, name);
    DatasetExportJob job = service.describe(new DescribeDatasetExportJob(arn)).datasetExportJob();
    if (!job.datasetArn().id().startsWith(group.name() + "/")) {
      throw arn.doesNotExist();
    }
    return job;
  }

  ExportView view(Group group, DatasetExportJob job) throws IOException {
    List<ExportedFile> written = job.status() == Status.ACTIVE ? files.of(job) : List.of();
    List<ExportView.File> shown = written.stream()
        .map(file -> new ExportView.File(file, href(group, job, file)))
        .toList();
    return new ExportView(job, shown, clock.instant());
  }

  private static @Nullable String href(Group group, DatasetExportJob job, ExportedFile file) {
    return file.bytes() <= DOWNLOADED_BYTES
        ? group.path("/exports/" + job.jobName() + "/" + file.name())
        : null;
  }

  /** @throws org.openpersonalize.console.page.RefusedException if there is none, or it is too long to be downloaded */
  ExportedFile downloadable(DatasetExportJob job, String name) throws IOException {
    return files
        .find(job, name)
        .filter(file -> file.bytes() <= DOWNLOADED_BYTES)
        .orElseThrow(Refusal.NOT_FOUND::exception);
  }
}
