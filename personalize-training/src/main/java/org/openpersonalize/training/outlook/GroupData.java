// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.InteractionCounts;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.interaction.InteractionVolume;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/** What the datasets of a group hold, as far as trainings are concerned. To count it may take {@value #SECONDS} seconds. */
@Component
class GroupData {
  private static final int SECONDS = 10;
  private static final InteractionVolume NOTHING =
      new InteractionVolume(InteractionCounts.NONE, 0, 0);

  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final DataVolumes volumes;
  private final TransactionTemplate transaction;

  GroupData(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      DataVolumes volumes,
      PlatformTransactionManager transactions) {
    this.datasets = datasets;
    this.numbers = numbers;
    this.volumes = volumes;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true);
    this.transaction.setTimeout(SECONDS);
  }

  /** @param datasets that there are */
  record Facts(InteractionVolume volume, Set<DatasetType> datasets) {}

  /**
   * Counts what there is.
   *
   * @param eventType interactions of this type alone; null for all
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#LIMIT_EXCEEDED} if it is too much to be counted
   *     while somebody waits
   */
  Facts of(Arn group, @Nullable String eventType) {
    try {
      return transaction.execute(status -> count(group, eventType));
    } catch (QueryTimeoutException | TransactionTimedOutException e) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "The data were not counted within %d seconds. The training says what it will take when it begins."
              .formatted(SECONDS),
          e);
    }
  }

  private Facts count(Arn group, @Nullable String eventType) {
    return new Facts(
        dataset(group, DatasetType.INTERACTIONS)
            .map(dataset -> volumes.of(numbers.of(dataset.arn()), eventType))
            .orElse(NOTHING),
        Stream.of(DatasetType.values())
            .filter(type -> dataset(group, type).isPresent())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private Optional<Dataset> dataset(Arn group, DatasetType type) {
    return datasets.findByDatasetGroupArnAndDatasetType(group, type);
  }
}
