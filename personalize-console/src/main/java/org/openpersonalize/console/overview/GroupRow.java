// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.util.List;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DatasetGroupSummary;
import org.openpersonalize.ingest.dataset.DatasetService.DatasetSummary;

/** A dataset group, and which datasets it has. */
record GroupRow(DatasetGroupSummary group, List<DatasetSummary> datasets) {
  public String name() {
    return group.name();
  }

  public String arn() {
    return group.datasetGroupArn().toString();
  }

  public Status status() {
    return group.status();
  }

  public String tone() {
    return group.status() == Status.ACTIVE ? "ok" : "busy";
  }
}
