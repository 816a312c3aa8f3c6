// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;

/**
 * A family whose memory is measured, trained as recipes are.
 *
 * @param name of the family, and what is special about its parameters
 * @param hyperparameters of a recipe that is of the family
 */
record MemorySubject(String name, Hyperparameters hyperparameters) {
  private static final int[] RANKS = {32, 64, 128};
  private static final int SEED = 1;

  /** For families that no recipe is of, since they are components of others: whom one that is like it is for. */
  private static final String OF_USERS = "aws-hrnn";

  private static final String OF_ITEMS = "aws-sims";
  private static final Set<String> ABOUT_ITEMS = Set.of("item-factors", "metadata");

  /** All families, the factorization with several numbers of factors. */
  static Stream<MemorySubject> all() {
    return ModelFamilies.ALL.all().stream().flatMap(MemorySubject::of);
  }

  private static Stream<MemorySubject> of(ModelFamily<?, ?> family) {
    Recipe recipe = ServedRecipes.trainable().stream()
        .filter(each -> each.family().equals(family.name()))
        .findFirst()
        .orElseGet(() -> like(family.name()));
    return family == AlsFamily.INSTANCE
        ? IntStream.of(RANKS).mapToObj(rank -> factors(recipe, rank))
        : Stream.of(new MemorySubject(family.name(), Hyperparameters.defaultsOf(recipe)));
  }

  private static MemorySubject factors(Recipe recipe, int rank) {
    return new MemorySubject(
        "%s, %d factors".formatted(recipe.family(), rank),
        Hyperparameters.ofGiven(
            recipe, Map.of(Knobs.HIDDEN_DIMENSION.name(), Integer.toString(rank))));
  }

  /** A recipe of a family that has none. */
  private static Recipe like(String family) {
    String name = ABOUT_ITEMS.contains(family) ? OF_ITEMS : OF_USERS;
    Recipe like = ServedRecipes.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
    return new Recipe(
        like.arn(),
        like.algorithmArn(),
        like.featureTransformationArn(),
        like.type(),
        like.domain(),
        family,
        like.description(),
        like.creationDateTime(),
        like.lastUpdatedDateTime(),
        like.inputs(),
        like.outputs(),
        like.features(),
        like.minimumData(),
        like.automaticFilter(),
        like.hyperparameters());
  }

  Training training(InteractionLog log, int threads) {
    return new Training(
        new Candidates(hyperparameters, ParameterSearch.NONE, ModelFamilies.ALL),
        hyperparameters.recipe().events(),
        log,
        new Execution(SEED, threads));
  }

  @Override
  public String toString() {
    return name;
  }
}
