// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.ingest.dataset.Account;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DescribeDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.ListDatasetGroups;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.springframework.stereotype.Component;

/** Finds dataset groups by the names that paths have. */
@Component
public class Groups {
  private final Account account;
  private final DatasetGroupService groups;

  Groups(Account account, DatasetGroupService groups) {
    this.account = account;
    this.groups = groups;
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException not found */
  public Group named(String name) {
    DatasetGroup found = groups
        .describe(new DescribeDatasetGroup(account.arn(ResourceType.DATASET_GROUP, name)))
        .datasetGroup();
    return new Group(found.arn(), found.domain());
  }

  /** The first hundred. */
  List<Group> all() {
    return groups.list(new ListDatasetGroups(null, null)).datasetGroups().stream()
        .map(group -> new Group(group.datasetGroupArn(), group.domain()))
        .toList();
  }
}
