// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
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
    requireExplorationFits(version, config);
    requireInfluenceFits(version, config);
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

  private static void requireExplorationFits(
      SolutionVersion version, @Nullable CampaignConfig config) {
    Map<String, String> exploration = config == null ? null : config.itemExplorationConfig();
    if (exploration == null || exploration.isEmpty()) {
      return;
    }
    List<Recipe> exploring = ServedRecipes.all().stream()
        .filter(recipe -> recipe.supports(Recipe.Feature.EXPLORATION))
        .toList();
    if (exploring.stream().noneMatch(recipe -> recipe.arn().equals(version.recipeArn()))) {
      throw ErrorCode.INVALID_INPUT.because(
          "itemExplorationConfig is for %s, but the solution's recipe is %s."
              .formatted(
                  exploring.stream().map(Recipe::name).collect(Collectors.joining(" and ")),
                  version.recipeArn()));
    }
    ExplorationConfig.of(exploration);
  }

  private static void requireInfluenceFits(
      SolutionVersion version, @Nullable CampaignConfig config) {
    if (!CampaignConfig.influence(config).isNone()
        && ServedRecipes.findTrainable(version.recipeArn())
            .filter(recipe -> recipe.supports(Recipe.Feature.RANKING_INFLUENCE))
            .isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "rankingInfluence is for %s, but the solution's recipe is %s."
              .formatted(
                  ServedRecipes.with(Recipe.Feature.RANKING_INFLUENCE), version.recipeArn()));
    }
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
