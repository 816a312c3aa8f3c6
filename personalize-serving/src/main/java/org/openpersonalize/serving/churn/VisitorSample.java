// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.churn;

import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.interaction.InteractionTable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Draws users by lot of whom something is known; those who do much are likelier, as they are to ask. */
@Component
class VisitorSample {
  private final SolutionVersionRepository versions;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;

  VisitorSample(
      SolutionVersionRepository versions,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      InteractionTable interactions) {
    this.versions = versions;
    this.datasets = datasets;
    this.numbers = numbers;
    this.interactions = interactions;
  }

  /** The number of the dataset that the users of a version have their interactions in. */
  @Transactional(readOnly = true)
  public int dataset(Arn solutionVersion) {
    Arn group = versions.get(solutionVersion).datasetGroupArn();
    return datasets
        .findByDatasetGroupArnAndDatasetType(group, DatasetType.INTERACTIONS)
        .map(dataset -> numbers.of(dataset.arn()))
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "%s has no Interactions dataset any more, so there are no users to compare for."
                .formatted(group)));
  }

  /** @param seed the same draws the same from the same data */
  List<String> users(int dataset, int atMost, int seed) {
    return interactions.someUsers(dataset, atMost, seed);
  }
}
