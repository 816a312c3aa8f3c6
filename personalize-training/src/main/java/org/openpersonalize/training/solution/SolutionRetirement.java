// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.cadence.CadenceBacktestTable;
import org.openpersonalize.store.catalog.BatchJobs;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.springframework.stereotype.Component;

/** Takes a solution out of use that nothing needs any more; {@link SolutionDeletion} then deletes it. */
@Component
class SolutionRetirement {
  private final SolutionVersionRepository versions;
  private final CampaignRepository campaigns;
  private final BatchJobs batchJobs;
  private final TrainingSchedules schedules;
  private final CadenceBacktestTable backtests;
  private final Resources resources;
  private final Jobs jobs;

  SolutionRetirement(
      SolutionVersionRepository versions,
      CampaignRepository campaigns,
      BatchJobs batchJobs,
      TrainingSchedules schedules,
      CadenceBacktestTable backtests,
      Resources resources,
      Jobs jobs) {
    this.versions = versions;
    this.campaigns = campaigns;
    this.batchJobs = batchJobs;
    this.schedules = schedules;
    this.backtests = backtests;
    this.resources = resources;
    this.jobs = jobs;
  }

  /** {@link ErrorCode#RESOURCE_IN_USE} if something needs the solution; it is locked. */
  void begin(Solution solution) {
    solution.requireSettled();
    requireNoCampaign(solution);
    requireNothingUnderWay(solution);
    resources.retire(solution);
    schedules.end(solution);
    backtests
        .find(solution.arn())
        .ifPresent(backtest -> backtests.move(
            backtest, Status.UNDER_WAY, Status.CREATE_STOPPED, null, resources.now()));
    jobs.enqueueDeletion(JobType.DELETE_SOLUTION, solution.arn());
  }

  private void requireNoCampaign(Solution solution) {
    List<Campaign> users = campaigns.findBySolutionVersionArnIn(ownVersions(solution));
    if (!users.isEmpty()) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "Campaign %s serves a version of solution %s. Delete the campaign first, and wait until it is gone."
              .formatted(users.get(0).arn(), solution.arn()));
    }
  }

  private Set<Arn> ownVersions(Solution solution) {
    return versions.findBySolutionArn(solution.arn()).stream()
        .map(SolutionVersion::arn)
        .collect(Collectors.toSet());
  }

  private void requireNothingUnderWay(Solution solution) {
    Set<Arn> ownVersions = ownVersions(solution);
    if (batchJobs.anyAsking(ownVersions)) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "A batch job asks a version of solution %s. Wait until it has ended."
              .formatted(solution.arn()));
    }
    if (versions.existsBySolutionArnAndStatusIn(solution.arn(), Status.UNDER_WAY)) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "A version of solution %s is being trained. Wait until it has ended."
              .formatted(solution.arn()));
    }
  }
}
