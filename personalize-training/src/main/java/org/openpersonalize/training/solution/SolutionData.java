// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.training.items.ItemRecords;
import org.springframework.stereotype.Component;

/** What a solution is to be trained on. */
@Component
class SolutionData {
  private final DatasetGroupRepository datasetGroups;
  private final ItemRecords items;

  SolutionData(DatasetGroupRepository datasetGroups, ItemRecords items) {
    this.datasetGroups = datasetGroups;
    this.items = items;
  }

  /**
   * The dataset group, locked.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException if it is not ACTIVE, or does not have what the plan asks for
   */
  DatasetGroup lock(Arn datasetGroupArn, TrainingPlan plan) {
    DatasetGroup group = datasetGroups.lock(datasetGroupArn);
    group.requireActive();
    OptimizationObjective objective = plan.objective();
    if (objective != null) {
      items.requireNumeric(group.arn(), objective.itemAttribute());
    }
    return group;
  }
}
