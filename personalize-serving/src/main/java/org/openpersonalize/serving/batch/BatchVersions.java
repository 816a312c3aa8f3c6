// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.springframework.stereotype.Component;

/** Finds the version that a batch job is to ask. */
@Component
class BatchVersions {
  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final FilterRepository filters;

  BatchVersions(
      SolutionRepository solutions, SolutionVersionRepository versions, FilterRepository filters) {
    this.solutions = solutions;
    this.versions = versions;
    this.filters = filters;
  }

  /**
   * The version, ACTIVE and locked, so that neither it nor the job's filter is deleted meanwhile.
   *
   * @param filter null if there is none
   * @param feature that its recipe must support
   * @throws org.openpersonalize.core.resource.PersonalizeException if there is no such version or filter, or it cannot be asked
   */
  SolutionVersion askable(Arn arn, @Nullable Arn filter, Feature feature) {
    SolutionVersion version = versions.get(arn);
    solutions.lock(version.solutionArn()).requireActive();
    version = versions.lock(version.arn());
    version.requireActive();
    Arn recipe = version.recipeArn();
    if (ServedRecipes.find(recipe).filter(found -> found.supports(feature)).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Such a job asks a version of %s, but the recipe of %s is %s."
              .formatted(ServedRecipes.with(feature), arn, recipe));
    }
    if (filter != null) {
      filters.lock(filter);
    }
    return version;
  }
}
