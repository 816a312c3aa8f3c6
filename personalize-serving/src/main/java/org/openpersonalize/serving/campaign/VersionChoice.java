// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.model.ConfigurationRules;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.springframework.stereotype.Component;

/** Finds the version that a campaign is asked to serve, and whether it can. */
@Component
class VersionChoice {
  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final DatasetRepository datasets;

  VersionChoice(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      DatasetRepository datasets) {
    this.solutions = solutions;
    this.versions = versions;
    this.datasets = datasets;
  }

  /**
   * The version that is meant, ACTIVE and locked, so that its solution is not deleted meanwhile.
   *
   * @param requested may be {@code <solutionArn>/$LATEST}
   * @throws org.openpersonalize.core.resource.PersonalizeException if it cannot be served, or not by this configuration
   */
  SolutionVersion deployable(Arn requested, @Nullable CampaignConfig config) {
    if (CampaignConfig.syncs(config) && !requested.isLatest()) {
      throw ErrorCode.INVALID_INPUT.because(
          "syncWithLatestSolutionVersion needs the solutionVersionArn <solutionArn>/$LATEST, but it is %s."
              .formatted(requested));
    }
    SolutionVersion version =
        requested.isLatest() ? latest(requested.parent()) : versions.get(requested);
    Solution solution = solutions.lock(version.solutionArn());
    solution.requireActive();
    version = versions.lock(version.arn());
    version.requireActive();
    requireAnswers(version);
    ConfigurationRules.requireExploration(version, CampaignConfig.exploration(config));
    ConfigurationRules.requireInfluence(version, CampaignConfig.influence(config));
    requireMetadata(version, config);
    return version;
  }

  private SolutionVersion latest(Arn solutionArn) {
    Solution solution = solutions.get(solutionArn);
    return versions
        .findFirstBySolutionArnAndStatusOrderByCreationDateTimeDesc(solution.arn(), Status.ACTIVE)
        .orElseThrow(() -> ErrorCode.RESOURCE_NOT_FOUND.because(
            "Solution %s has no ACTIVE version yet. Create one and wait until it is trained."
                .formatted(solutionArn)));
  }

  private static void requireAnswers(SolutionVersion version) {
    ServedRecipes.find(version.recipeArn())
        .filter(recipe -> recipe.type().findsUsers())
        .ifPresent(recipe -> {
          throw ErrorCode.INVALID_INPUT.because(
              "The recipe %s finds users for items, which no campaign answers. Create a batch segment job with %s."
                  .formatted(recipe.name(), version.arn()));
        });
  }

  private void requireMetadata(SolutionVersion version, @Nullable CampaignConfig config) {
    if (CampaignConfig.tellsMetadata(config)
        && datasets
            .findByDatasetGroupArnAndDatasetType(version.datasetGroupArn(), DatasetType.ITEMS)
            .isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "enableMetadataWithRecommendations needs an Items dataset, and %s has none. Create it, or leave the member out."
              .formatted(version.datasetGroupArn()));
    }
  }
}
