// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes a dataset with its rows. */
@Component
class DatasetDeletion extends DeletionJob<Dataset> {
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;
  private final BulkInteractions bulkInteractions;
  private final RecordTable records;
  private final TransactionTemplate transaction;

  DatasetDeletion(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      InteractionTable interactions,
      BulkInteractions bulkInteractions,
      RecordTable records,
      Means means) {
    super(JobType.DELETE_DATASET, datasets, means);
    this.numbers = numbers;
    this.interactions = interactions;
    this.bulkInteractions = bulkInteractions;
    this.records = records;
    this.transaction = means.transaction();
  }

  @Override
  protected void clear(Dataset dataset) {
    int number = numbers.of(dataset.arn());
    transaction.executeWithoutResult(status -> {
      interactions.clear(number);
      records.clear(number);
    });
    bulkInteractions.dropReplaced(number);
  }
}
