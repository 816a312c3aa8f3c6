// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.Objects;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.draft.GuidedImportService.Errand;
import org.springframework.stereotype.Component;

/** Finds the dataset that a path leads an import into. */
@Component
class Wizards {
  private final Groups groups;
  private final DatasetRows datasets;

  Wizards(Groups groups, DatasetRows datasets) {
    this.groups = groups;
    this.datasets = datasets;
  }

  Wizard at(String groupName, String typeName, Page page) {
    Group group = groups.named(groupName);
    DatasetType type = DatasetPaths.type(typeName);
    String owner = Objects.requireNonNull(page.accessKeyId());
    return new Wizard(
        group,
        datasets.of(group, type),
        new Errand(owner, group.arn(), type),
        DatasetRows.types(group));
  }
}
