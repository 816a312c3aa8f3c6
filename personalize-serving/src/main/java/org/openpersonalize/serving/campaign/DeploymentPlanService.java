// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.store.activity.VersionEntry;
import org.openpersonalize.store.activity.VersionTable;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.deployment.CampaignDeployments;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Says what putting a version live would change, before anybody asks for it. */
@Service
public class DeploymentPlanService {
  private final CampaignRepository campaigns;
  private final VersionTable versions;
  private final CampaignDeployments deployments;

  DeploymentPlanService(
      CampaignRepository campaigns, VersionTable versions, CampaignDeployments deployments) {
    this.campaigns = campaigns;
    this.versions = versions;
    this.deployments = deployments;
  }

  /**
   * Plans to have a campaign answer with another version.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException if there is no such campaign or version, the version is not
   *     trained or the campaign answers with it already
   */
  @Transactional(readOnly = true)
  public DeploymentPlan plan(Arn campaignArn, Arn solutionVersionArn) {
    Campaign campaign = campaigns.get(campaignArn);
    VersionEntry from = version(campaign.solutionVersionArn());
    VersionEntry to = version(solutionVersionArn);
    if (to.status() != Status.ACTIVE) {
      throw ErrorCode.INVALID_INPUT.because("v%d is %s. Only a version that is ACTIVE can answer."
          .formatted(to.number(), to.status().wire()));
    }
    if (to.arn().equals(from.arn())) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s answers with v%d already.".formatted(campaign.name(), to.number()));
    }
    boolean follows = CampaignConfig.syncs(campaign.campaignConfig());
    boolean goesOnFollowing = follows && isNewest(to);
    return new DeploymentPlan(
        from,
        to,
        deployments.latest(campaignArn).stream()
            .anyMatch(each -> each.solutionVersionArn().equals(to.arn())),
        follows && !goesOnFollowing,
        new UpdateCampaign(
            campaignArn,
            goesOnFollowing ? to.solutionArn().child(Arn.LATEST) : to.arn(),
            null,
            follows && !goesOnFollowing ? notFollowing(campaign.campaignConfig()) : null));
  }

  private VersionEntry version(Arn arn) {
    return versions.find(arn).orElseThrow(arn::doesNotExist);
  }

  /** Of those of its solution that can answer. */
  private boolean isNewest(VersionEntry version) {
    return versions.page(version.solutionArn(), Integer.MAX_VALUE).stream()
        .filter(other -> other.status() == Status.ACTIVE)
        .findFirst()
        .filter(newest -> newest.number() == version.number())
        .isPresent();
  }

  private static CampaignConfig notFollowing(@Nullable CampaignConfig config) {
    CampaignConfig present = Objects.requireNonNull(config, "A campaign that follows has one");
    return new CampaignConfig(
        present.itemExplorationConfig(),
        present.enableMetadataWithRecommendations(),
        false,
        present.rankingInfluence());
  }
}
