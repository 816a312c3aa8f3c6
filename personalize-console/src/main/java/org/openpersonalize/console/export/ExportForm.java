// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.export;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.ingest.exportjob.DatasetExportService.CreateDatasetExportJob;
import org.openpersonalize.store.catalog.DatasetExportJobOutput;
import org.openpersonalize.store.catalog.IngestionMode;
import org.openpersonalize.store.catalog.S3DataConfig;

/**
 * What is filled in.
 *
 * @param dataset its type
 * @param mode how what is written came in; what is no mode is the API's default
 * @param path the folder
 */
record ExportForm(String dataset, String mode, String path, String jobName) {
  static final ExportForm EMPTY = new ExportForm("", IngestionMode.ALL.name(), "", "");

  CreateDatasetExportJob request(Group group) {
    return new CreateDatasetExportJob(
        jobName.strip(),
        datasetArn(group),
        ingestionMode(),
        group.role(),
        new DatasetExportJobOutput(new S3DataConfig(path.strip(), null)),
        null);
  }

  private Arn datasetArn(Group group) {
    return group.arn().sibling(ResourceType.DATASET, group.name() + "/" + dataset);
  }

  private @Nullable IngestionMode ingestionMode() {
    return Arrays.stream(IngestionMode.values())
        .filter(each -> each.name().equals(mode))
        .findFirst()
        .orElse(null);
  }
}
