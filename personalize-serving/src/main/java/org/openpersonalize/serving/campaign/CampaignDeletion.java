// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Deletes a campaign, which has not answered since it was asked to go. */
@Component
class CampaignDeletion extends DeletionJob<Campaign> {
  CampaignDeletion(CampaignRepository campaigns, Means means) {
    super(JobType.DELETE_CAMPAIGN, campaigns, means);
  }

  @Override
  protected Status restingState(Campaign campaign) {
    return campaign.failureReason() == null ? Status.ACTIVE : Status.CREATE_FAILED;
  }
}
