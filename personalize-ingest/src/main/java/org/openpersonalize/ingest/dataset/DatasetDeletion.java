package org.openpersonalize.ingest.dataset;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.tag.TagService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes a dataset with its rows. */
@Component
public class DatasetDeletion implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(DatasetDeletion.class);

  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;
  private final BulkInteractions bulkInteractions;
  private final RecordTable records;
  private final TagService tags;
  private final ChangeFeed changes;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public DatasetDeletion(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      InteractionTable interactions,
      BulkInteractions bulkInteractions,
      RecordTable records,
      TagService tags,
      ChangeFeed changes,
      TransactionTemplate transaction,
      Clock clock) {
    this.datasets = datasets;
    this.numbers = numbers;
    this.interactions = interactions;
    this.bulkInteractions = bulkInteractions;
    this.records = records;
    this.tags = tags;
    this.changes = changes;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public JobType type() {
    return JobType.DELETE_DATASET;
  }

  @Override
  public Optional<Instant> run(Arn datasetArn) {
    if (!begin(datasetArn)) {
      return Optional.empty(); // it went before a crash that kept the job in the queue
    }
    int dataset = numbers.of(datasetArn);
    transaction.executeWithoutResult(status -> {
      interactions.clear(dataset);
      records.clear(dataset);
    });
    bulkInteractions.dropReplaced(dataset);
    transaction.executeWithoutResult(status -> {
      tags.removeAll(datasetArn);
      datasets.delete(datasets.lock(datasetArn));
      changes.announce(datasetArn);
    });
    log.info("Deleted {}", datasetArn);
    return Optional.empty();
  }

  private boolean begin(Arn datasetArn) {
    return Boolean.TRUE.equals(transaction.execute(status ->
        datasets.move(datasetArn, Status.DELETING, Status.DELETE_IN_PROGRESS, clock.instant())));
  }

  /** The dataset is ACTIVE again, with the rows that are left, so that its owner can delete it once more. */
  @Override
  public void giveUp(Arn datasetArn, Throwable error) {
    transaction.executeWithoutResult(
        status -> datasets.move(datasetArn, Status.DELETING, Status.ACTIVE, clock.instant()));
  }
}
