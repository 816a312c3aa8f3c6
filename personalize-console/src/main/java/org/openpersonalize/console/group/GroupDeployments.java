// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import org.openpersonalize.store.activity.LiveModel;
import org.openpersonalize.store.activity.LiveModels;
import org.springframework.stereotype.Component;

/** Which campaigns and recommenders of a dataset group choose from all its items. */
@Component
public class GroupDeployments {
  private final LiveModels models;

  GroupDeployments(LiveModels models) {
    this.models = models;
  }

  /** As addresses of pages name them. */
  public List<String> choosingItems(Group group) {
    return models.list().stream()
        .filter(model -> model.datasetGroupArn().equals(group.arn()))
        .filter(LiveModel::choosesItems)
        .map(model -> DeploymentName.of(model.arn()).spelling())
        .toList();
  }
}
