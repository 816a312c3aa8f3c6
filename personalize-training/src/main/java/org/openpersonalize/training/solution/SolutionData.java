// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.training.items.ItemRecords;
import org.springframework.stereotype.Component;

/** What a solution is to be trained on. */
@Component
class SolutionData {
  private final DatasetGroupRepository datasetGroups;
  private final StoredDatasets datasets;
  private final ItemRecords items;

  SolutionData(DatasetGroupRepository datasetGroups, StoredDatasets datasets, ItemRecords items) {
    this.datasetGroups = datasetGroups;
    this.datasets = datasets;
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
    plan.columns().requireFit(datasets.of(group.arn()));
    OptimizationObjective objective = plan.objective();
    if (objective != null) {
      requireLearned(objective.itemAttribute(), plan);
      items.requireNumeric(group.arn(), objective.itemAttribute());
    }
    return group;
  }

  private static void requireLearned(String column, TrainingPlan plan) {
    if (!plan.columns().uses(DatasetType.ITEMS, column)) {
      throw ErrorCode.INVALID_INPUT.because(
          "The itemAttribute '%s' is a column that trainingDataConfig leaves out: have it learned from, or leave out the objective."
              .formatted(column));
    }
  }
}
