// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.measure.RecentEvents;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DatasetGroupSummary;
import org.openpersonalize.ingest.dataset.DatasetService.DatasetSummary;

/**
 * A dataset group, and which datasets it has.
 *
 * @param events what came in lately; null if nothing did
 */
record GroupRow(
    DatasetGroupSummary group,
    List<DatasetSummary> datasets,
    @Nullable RecentEvents events) {
  public String name() {
    return group.name();
  }

  /** Of which dataset a file is likeliest to be brought next: one that is not there yet, or more interactions. */
  public DatasetType nextImport() {
    return Stream.of(DatasetType.INTERACTIONS, DatasetType.ITEMS, DatasetType.USERS)
        .filter(type -> datasets.stream().noneMatch(dataset -> dataset.datasetType() == type))
        .findFirst()
        .orElse(DatasetType.INTERACTIONS);
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
