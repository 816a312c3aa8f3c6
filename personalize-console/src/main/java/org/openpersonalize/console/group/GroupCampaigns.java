// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import java.util.function.Predicate;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.activity.LiveModel;
import org.openpersonalize.store.activity.LiveModels;
import org.springframework.stereotype.Component;

/** Which campaigns of a dataset group can be asked for recommendations. */
@Component
public class GroupCampaigns {
  private final LiveModels models;

  GroupCampaigns(LiveModels models) {
    this.models = models;
  }

  /** The names of those that answer without being given a list. */
  public List<String> answering(Group group) {
    return names(group, LiveModel::choosesItems);
  }

  /** The names of those that answer what goes with an item. */
  public List<String> aboutItems(Group group) {
    return names(group, LiveModel::isAboutItems);
  }

  private List<String> names(Group group, Predicate<LiveModel> which) {
    return models.list().stream()
        .filter(model -> model.datasetGroupArn().equals(group.arn()))
        .filter(model -> model.arn().is(ResourceType.CAMPAIGN))
        .filter(which)
        .map(model -> model.arn().id())
        .toList();
  }
}
