// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.deletion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.DataDeletionJob;
import org.openpersonalize.store.catalog.DataDeletionJobRepository;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.deletion.DeletionReceipt;
import org.openpersonalize.store.deletion.DeletionReceipts;
import org.openpersonalize.store.deletion.UserDeletion;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes all that is stored of some users of a dataset group.
 *
 * <p>The rows, the receipt and the job's end are one transaction, so a job that fails or dies has deleted nothing, and one that is
 * COMPLETED everything. It holds the datasets as an import does, so that none that is under way brings the users back. At its
 * end all nodes are told, who then read anew what they held of users.
 */
@Component
public class DataDeletion extends CreationJob<DataDeletionJob> {
  private static final Logger log = LoggerFactory.getLogger(DataDeletion.class);

  /** These are read anew when a dataset or a data deletion job has changed. */
  private static final List<String> CACHES =
      List.of("histories", "users", "live models", "requests to be recorded");

  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final BulkInteractions bulkInteractions;
  private final UserFiles files;
  private final UserDeletion users;
  private final Remains remains;
  private final DeletionReceipts receipts;
  private final Means means;

  DataDeletion(
      DataDeletionJobRepository deletions,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      BulkInteractions bulkInteractions,
      UserFiles files,
      UserDeletion users,
      Remains remains,
      DeletionReceipts receipts,
      Means means) {
    super(JobType.DELETE_USERS, deletions, means);
    this.datasets = datasets;
    this.numbers = numbers;
    this.bulkInteractions = bulkInteractions;
    this.files = files;
    this.users = users;
    this.remains = remains;
    this.receipts = receipts;
    this.means = means;
  }

  @Override
  protected void work(DataDeletionJob job, Run run) {
    log.info("Deleting users of {} by {}", job.datasetGroupArn(), job.arn());
    List<Dataset> ofGroup = datasets.findByDatasetGroupArn(job.datasetGroupArn()).stream()
        .sorted(Comparator.comparing(Dataset::arn)) // all who hold several do it so
        .toList();
    ofGroup.stream()
        .filter(dataset -> dataset.datasetType().isInteractions())
        .forEach(dataset -> bulkInteractions.dropReplaced(numbers.of(dataset.arn())));
    DeletionReceipt receipt = means.transaction().execute(status -> delete(job, ofGroup, run));
    log.info(
        "Deleted {} users by {} in {}: {}",
        receipt.users(),
        job.arn(),
        run.elapsed(),
        receipt.rowsDeleted());
  }

  /** The job's one transaction. */
  private DeletionReceipt delete(DataDeletionJob job, List<Dataset> ofGroup, Run run) {
    takeIds(job);
    long named = users.named();
    Arn group = job.datasetGroupArn();
    ofGroup.forEach(dataset -> numbers.hold(dataset.arn()));
    Map<String, Long> rows = users.delete(
        group,
        ofGroup.stream()
            .filter(dataset -> dataset.datasetType().isInteractions())
            .map(dataset -> numbers.of(dataset.arn()))
            .toList(),
        ofGroup.stream()
            .filter(dataset -> dataset.datasetType() == DatasetType.USERS)
            .map(dataset -> numbers.of(dataset.arn()))
            .toList());
    List<String> gateways = remains.gateways();
    List<DeletionReceipt.KnowingModel> models = remains.models(group);
    List<Arn> inTraining = remains.inTraining(group);
    List<String> written = remains.files(group);
    rows.put("recorded_request", users.deleteRequests(group));
    Instant now = means.resources().now();
    DeletionReceipt receipt =
        new DeletionReceipt(named, rows, CACHES, gateways, models, inTraining, written, now);
    run.complete(row -> {
      row.complete(records(rows), now);
      receipts.put(row.arn(), receipt);
      ofGroup.forEach(dataset -> means.resources().changed(dataset.arn()));
    });
    return receipt;
  }

  private void takeIds(DataDeletionJob job) {
    try (CopyWriter ids = users.begin()) {
      files.read(job.dataSource(), id -> {
        ids.startRow();
        ids.text(id);
      });
      ids.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the API counts: records of datasets. */
  private static long records(Map<String, Long> rows) {
    return Stream.of("interaction", "interaction_event", "dataset_record")
        .mapToLong(table -> rows.getOrDefault(table, 0L))
        .sum();
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The deletion failed again and again, at last with '%s'. Nothing is deleted; see the log, then create another data deletion job."
        .formatted(error.getMessage());
  }
}
