// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DataDeletionJobRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.catalog.MetricAttributionRepository;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.springframework.stereotype.Component;

/** What a dataset group holds, and must not when it is deleted. */
@Component
class DatasetGroupContents {
  private final SolutionRepository solutions;
  private final RecommenderRepository recommenders;
  private final EventTrackerRepository trackers;
  private final MetricAttributionRepository attributions;
  private final FilterRepository filters;
  private final DatasetRepository datasets;
  private final DataDeletionJobRepository deletions;

  DatasetGroupContents(
      SolutionRepository solutions,
      RecommenderRepository recommenders,
      EventTrackerRepository trackers,
      MetricAttributionRepository attributions,
      FilterRepository filters,
      DatasetRepository datasets,
      DataDeletionJobRepository deletions) {
    this.solutions = solutions;
    this.recommenders = recommenders;
    this.trackers = trackers;
    this.attributions = attributions;
    this.filters = filters;
    this.datasets = datasets;
    this.deletions = deletions;
  }

  /** {@link ErrorCode#RESOURCE_IN_USE} naming what is left; {@code group} is locked. */
  void requireNone(Arn group) {
    require(!solutions.existsByDatasetGroupArn(group), group, "solutions");
    require(!recommenders.existsByDatasetGroupArn(group), group, "recommenders");
    require(!trackers.existsByDatasetGroupArn(group), group, "event tracker");
    require(!attributions.existsByDatasetGroupArn(group), group, "metric attribution");
    require(!filters.existsByDatasetGroupArn(group), group, "filters");
    if (deletions.existsByDatasetGroupArnAndStatusIn(group, Status.UNDER_WAY)) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is in use. Wait until its data deletion jobs have ended.".formatted(group));
    }
    require(!datasets.existsByDatasetGroupArn(group), group, "datasets");
  }

  private static void require(boolean holds, Arn group, String kind) {
    if (!holds) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is in use. Delete its %s first.".formatted(group, kind));
    }
  }
}
