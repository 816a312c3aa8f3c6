// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.attribution.AttributedMetrics;
import org.openpersonalize.store.catalog.BatchJobs;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetExportJobRepository;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.catalog.MetricAttributionRepository;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.springframework.stereotype.Component;

/** Takes a dataset out of use that nothing needs any more; {@link DatasetDeletion} then deletes it. */
@Component
class DatasetRetirement {
  private final DatasetImportJobRepository imports;
  private final DatasetExportJobRepository exports;
  private final EventTrackerRepository trackers;
  private final MetricAttributionRepository attributions;
  private final AttributedMetrics metrics;
  private final FilterRepository filters;
  private final SolutionVersionRepository versions;
  private final CampaignRepository campaigns;
  private final RecommenderRepository recommenders;
  private final BatchJobs batchJobs;
  private final Resources resources;
  private final Jobs jobs;

  DatasetRetirement(
      DatasetImportJobRepository imports,
      DatasetExportJobRepository exports,
      EventTrackerRepository trackers,
      MetricAttributionRepository attributions,
      AttributedMetrics metrics,
      FilterRepository filters,
      SolutionVersionRepository versions,
      CampaignRepository campaigns,
      RecommenderRepository recommenders,
      BatchJobs batchJobs,
      Resources resources,
      Jobs jobs) {
    this.imports = imports;
    this.exports = exports;
    this.trackers = trackers;
    this.attributions = attributions;
    this.metrics = metrics;
    this.filters = filters;
    this.versions = versions;
    this.campaigns = campaigns;
    this.recommenders = recommenders;
    this.batchJobs = batchJobs;
    this.resources = resources;
    this.jobs = jobs;
  }

  /** {@link ErrorCode#RESOURCE_IN_USE} if something needs the dataset; it is locked, and its group before it. */
  void begin(Dataset dataset) {
    dataset.requireSettled();
    requireUnused(dataset);
    resources.retire(dataset);
    jobs.enqueueDeletion(JobType.DELETE_DATASET, dataset.arn());
  }

  private void requireUnused(Dataset dataset) {
    Arn group = dataset.datasetGroupArn();
    if (dataset.datasetType() == DatasetType.INTERACTIONS
        && trackers.existsByDatasetGroupArn(group)) {
      throw inUse(dataset, "Delete the event tracker of its dataset group first.");
    }
    if (isAttributed(dataset)) {
      throw inUse(dataset, "Delete the metric attribution of its dataset group first.");
    }
    if (filters.existsByDatasetGroupArn(group)) {
      throw inUse(dataset, "Delete the filters of its dataset group first.");
    }
    if (imports.existsByDatasetArnAndStatusIn(dataset.arn(), Status.UNDER_WAY)) {
      throw inUse(dataset, "Wait until its import jobs have ended.");
    }
    if (exports.existsByDatasetArnAndStatusIn(dataset.arn(), Status.UNDER_WAY)) {
      throw inUse(dataset, "Wait until its export jobs have ended.");
    }
    List<SolutionVersion> built = versions.findByDatasetGroupArn(group);
    if (built.stream().anyMatch(version -> Status.UNDER_WAY.contains(version.status()))) {
      throw inUse(dataset, "Wait until the training of its dataset group has ended.");
    }
    if (recommenders.findByDatasetGroupArn(group).stream()
        .anyMatch(recommender -> recommender.training().isPresent())) {
      throw inUse(dataset, "Wait until the recommenders of its dataset group are trained.");
    }
    Set<Arn> arns = built.stream().map(SolutionVersion::arn).collect(Collectors.toSet());
    if (batchJobs.anyAsking(arns)) {
      throw inUse(dataset, "Wait until the batch jobs of its dataset group have ended.");
    }
    boolean served = campaigns.findBySolutionVersionArnIn(arns).stream()
        .anyMatch(campaign ->
            campaign.status() == Status.ACTIVE || Status.UNDER_WAY.contains(campaign.status()));
    if (served) {
      throw inUse(dataset, "Delete the campaigns of its dataset group first.");
    }
  }

  private boolean isAttributed(Dataset dataset) {
    return switch (dataset.datasetType()) {
      case INTERACTIONS -> attributions.existsByDatasetGroupArn(dataset.datasetGroupArn());
      case ITEMS ->
        attributions
            .findByDatasetGroupArn(dataset.datasetGroupArn())
            .filter(attribution -> metrics.anyOfItems(attribution.arn()))
            .isPresent();
      default -> false;
    };
  }

  private static RuntimeException inUse(Dataset dataset, String remedy) {
    return ErrorCode.RESOURCE_IN_USE.because("%s is in use. %s".formatted(dataset.arn(), remedy));
  }
}
