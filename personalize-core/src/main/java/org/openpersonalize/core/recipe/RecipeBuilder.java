// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.recipe.Recipe.Output;
import org.openpersonalize.core.recipe.Recipe.Type;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.Domain;

/** Makes one entry of {@link RecipeCatalogue}; what is not said is absent. */
final class RecipeBuilder {
  private final String name;
  private final Type type;
  private final String family;
  private final String description;
  private final Instant created;
  private String algorithm;
  private String featureTransformation;
  private @Nullable Domain domain;
  private Set<Input> inputs = Set.of();
  private Set<Output> outputs = Set.of();
  private Set<Feature> features = Set.of();
  private MinimumData minimumData = MinimumData.INTERACTIONS;
  private @Nullable String automaticFilter;
  private List<Hyperparameter> knobs = List.of();

  RecipeBuilder(String name, Type type, String family, Instant created, String description) {
    this.name = name;
    this.type = type;
    this.family = family;
    this.description = description;
    this.created = created;
    this.algorithm = name;
    this.featureTransformation = name;
  }

  RecipeBuilder algorithm(String other) {
    algorithm = other;
    return this;
  }

  RecipeBuilder featureTransformation(String other) {
    featureTransformation = other;
    return this;
  }

  RecipeBuilder domain(Domain only) {
    domain = only;
    return this;
  }

  RecipeBuilder needs(Input... some) {
    inputs = Set.of(some);
    return this;
  }

  RecipeBuilder answers(Output... some) {
    outputs = Set.of(some);
    return this;
  }

  RecipeBuilder supports(Feature... some) {
    features = Set.of(some);
    return this;
  }

  RecipeBuilder minimumData(MinimumData other) {
    minimumData = other;
    return this;
  }

  RecipeBuilder leavesOut(String eventType) {
    automaticFilter = eventType;
    return this;
  }

  RecipeBuilder knobs(Hyperparameter... some) {
    knobs = List.of(some);
    return this;
  }

  Recipe build() {
    return new Recipe(
        Arn.ofService(ResourceType.RECIPE, name),
        Arn.ofService(ResourceType.ALGORITHM, algorithm),
        Arn.ofService(ResourceType.FEATURE_TRANSFORMATION, featureTransformation),
        type,
        domain,
        family,
        description,
        created,
        created,
        inputs,
        outputs,
        features,
        minimumData,
        automaticFilter,
        knobs);
  }
}
