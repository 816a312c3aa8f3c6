// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import java.util.Optional;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.model.Deployable;
import org.openpersonalize.serving.model.Deployables;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.springframework.stereotype.Component;

/** Campaigns answer with the solution version that was deployed last. */
@Component
class DeployableCampaigns implements Deployables {
  private final CampaignRepository campaigns;
  private final SolutionVersionRepository versions;

  DeployableCampaigns(CampaignRepository campaigns, SolutionVersionRepository versions) {
    this.campaigns = campaigns;
    this.versions = versions;
  }

  @Override
  public Optional<Deployable> find(Arn arn) {
    return campaigns.findById(arn).map(this::deployable);
  }

  private Deployable deployable(Campaign campaign) {
    requireActive(campaign);
    SolutionVersion version = versions.get(campaign.solutionVersionArn());
    Recipe recipe = ServedRecipes.findTrainable(version.recipeArn()).orElseThrow();
    return new Deployable(
        campaign.arn(),
        version.arn(),
        recipe,
        version.datasetGroupArn(),
        recipe.supports(Recipe.Feature.METADATA_ALWAYS)
            || CampaignConfig.tellsMetadata(campaign.campaignConfig()),
        CampaignConfig.exploration(campaign.campaignConfig()),
        CampaignConfig.influence(campaign.campaignConfig()),
        version.isUpdated(recipe));
  }

  private static void requireActive(Campaign campaign) {
    if (Status.DELETING.contains(campaign.status())) {
      throw ErrorCode.INVALID_INPUT.because("Campaign %s is %s and answers no more."
          .formatted(campaign.arn(), campaign.status().wire()));
    }
    if (campaign.status() != Status.ACTIVE) {
      throw ErrorCode.INVALID_INPUT.because("Campaign %s is %s. Wait until it is ACTIVE."
          .formatted(campaign.arn(), campaign.status().wire()));
    }
  }
}
