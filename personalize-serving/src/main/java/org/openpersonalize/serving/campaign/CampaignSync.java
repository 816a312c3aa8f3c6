// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings the campaigns that follow a solution to the version that has just become ACTIVE. */
@Component
class CampaignSync implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(CampaignSync.class);

  private final CampaignRepository campaigns;
  private final SolutionVersionRepository versions;
  private final CampaignService service;
  private final TransactionTemplate transaction;

  CampaignSync(
      CampaignRepository campaigns,
      SolutionVersionRepository versions,
      CampaignService service,
      TransactionTemplate transaction) {
    this.campaigns = campaigns;
    this.versions = versions;
    this.service = service;
    this.transaction = transaction;
  }

  @Override
  public JobType type() {
    return JobType.SYNC_CAMPAIGNS;
  }

  @Override
  public Optional<Instant> run(Arn versionArn) {
    transaction.executeWithoutResult(status -> versions
        .findFirstBySolutionArnAndStatusOrderByCreationDateTimeDesc(
            versionArn.parent(), Status.ACTIVE)
        .ifPresent(this::syncAll));
    return Optional.empty();
  }

  private void syncAll(SolutionVersion newest) {
    List<Arn> siblings = versions.findBySolutionArn(newest.solutionArn()).stream()
        .map(SolutionVersion::arn)
        .toList();
    for (Campaign found : campaigns.findBySolutionVersionArnIn(siblings)) {
      Campaign campaign = campaigns.lock(found.arn());
      if (Status.KEPT.contains(campaign.status())
          && CampaignConfig.syncs(campaign.campaignConfig())
          && !campaign.solutionVersionArn().equals(newest.arn())) {
        service.sync(campaign, newest);
      }
    }
  }

  @Override
  public void giveUp(Arn versionArn, Throwable error) {
    log.error(
        "The campaigns that follow {} were not updated; UpdateCampaign does it by hand",
        versionArn.parent(),
        error);
  }
}
