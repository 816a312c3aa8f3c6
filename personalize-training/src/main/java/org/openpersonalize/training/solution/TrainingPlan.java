// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionConfig.EventParameters;
import org.openpersonalize.store.catalog.SolutionConfig.EventsConfig;
import org.openpersonalize.store.catalog.Trainable;
import org.openpersonalize.store.catalog.TrainingDataConfig;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;

/**
 * A solution's configuration in the trainer's terms. CreateSolution makes one to check what it was sent, a training makes
 * it again from what was stored.
 *
 * @param hyperparameters of the recipe to train, where {@code search} does not choose another
 * @param search how the model's parameters are found
 * @param events which events count and how much
 * @param objective what recommendations are to bring beside relevance; null if nothing
 * @param columns what of the data is learned from
 */
public record TrainingPlan(
    Hyperparameters hyperparameters,
    ParameterSearch search,
    ConfidenceRule events,
    @Nullable OptimizationObjective objective,
    TrainingDataConfig columns) {

  /** The plan of a resource that is to be trained. */
  public static TrainingPlan of(Trainable resource) {
    Arn recipeArn = resource.wantedRecipeArn();
    return of(
        recipeArn,
        resource.performHPO(),
        recipeArn == null,
        resource.eventType(),
        resource.solutionConfig());
  }

  /**
   * The plan of what the first version of a solution would be.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what does not fit
   *     the recipe
   */
  public static TrainingPlan of(CreateSolution request) {
    TrainingPlan plan = of(
        request.recipeArn(),
        Boolean.TRUE.equals(request.performHPO()),
        Boolean.TRUE.equals(request.performAutoML()),
        request.eventType(),
        request.solutionConfig());
    RecipeService.find(plan.recipe().arn()); // a domain's is for recommenders
    return plan;
  }

  /**
   * Reads a configuration.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what does not fit
   *     the recipe
   */
  static TrainingPlan of(
      @Nullable Arn recipeArn,
      boolean performHPO,
      boolean performAutoML,
      @Nullable String eventType,
      @Nullable SolutionConfig given) {
    SolutionConfig config = Objects.requireNonNullElse(given, SolutionConfig.DEFAULT);
    return performAutoML
        ? ofFamilies(recipeArn, eventType, config)
        : ofRecipe(recipeArn, performHPO, eventType, config);
  }

  private static TrainingPlan ofRecipe(
      @Nullable Arn recipeArn,
      boolean performHPO,
      @Nullable String eventType,
      SolutionConfig config) {
    if (recipeArn == null) {
      throw ErrorCode.INVALID_INPUT.because(
          "A solution needs a recipeArn, or performAutoML; ListRecipes names them.");
    }
    refuse("autoMLConfig", config.autoMLConfig(), "is for performAutoML");
    if (!performHPO) {
      refuse("hpoConfig", config.hpoConfig(), "is for performHPO");
    }
    Recipe recipe = RecipeService.findTrainable(recipeArn);
    Hyperparameters hyperparameters = Hyperparameters.of(
        recipe,
        Objects.requireNonNullElse(config.algorithmHyperParameters(), Map.of()),
        Objects.requireNonNullElse(config.featureTransformationParameters(), Map.of()));
    ModelFamilies.ALL.named(recipe.family()).of(hyperparameters); // refuses what lacks its module
    ParameterSearch search = performHPO
        ? Searches.ofHyperparameters(recipe, hyperparameters, config.hpoConfig())
        : ParameterSearch.NONE;
    return new TrainingPlan(
        hyperparameters,
        search,
        events(recipe, eventType, config),
        objective(recipe, config.optimizationObjective()),
        Objects.requireNonNullElse(config.trainingDataConfig(), TrainingDataConfig.ALL));
  }

  private static TrainingPlan ofFamilies(
      @Nullable Arn recipeArn, @Nullable String eventType, SolutionConfig config) {
    if (recipeArn != null) {
      throw ErrorCode.INVALID_INPUT.because(
          "With performAutoML the recipe is what is searched for: leave recipeArn out, or performAutoML.");
    }
    String onlyAutoML = "is not looked at with performAutoML, which looks at autoMLConfig";
    refuse("hpoConfig", config.hpoConfig(), onlyAutoML);
    refuse("eventsConfig", config.eventsConfig(), onlyAutoML);
    refuse("eventValueThreshold", config.eventValueThreshold(), onlyAutoML);
    refuse("optimizationObjective", config.optimizationObjective(), onlyAutoML);
    refuse("trainingDataConfig", config.trainingDataConfig(), onlyAutoML);
    refuse("algorithmHyperParameters", config.algorithmHyperParameters(), onlyAutoML);
    refuse("featureTransformationParameters", config.featureTransformationParameters(), onlyAutoML);
    return new TrainingPlan(
        Hyperparameters.defaultsOf(ServedRecipes.all().get(0)),
        Searches.ofFamilies(config.autoMLConfig()),
        ConfidenceRule.only(eventType, null),
        null,
        TrainingDataConfig.ALL);
  }

  /** The same with the parameters as they are, where they were to be searched for. */
  public TrainingPlan withoutSearch() {
    return new TrainingPlan(hyperparameters, ParameterSearch.NONE, events, objective, columns);
  }

  /** What to train where the search does not choose it. */
  public Recipe recipe() {
    return hyperparameters.recipe();
  }

  /**
   * The training of this plan on some interactions.
   *
   * @param interactions all there are; what does not count by the plan's events is left out
   * @param seed of everything random
   * @param threads ≥ 1
   */
  public Training prepare(InteractionLog interactions, long seed, int threads) {
    return new Training(
        new Candidates(hyperparameters, search, ModelFamilies.ALL),
        events,
        interactions,
        new Execution(seed, threads));
  }

  private static void refuse(String member, @Nullable Object value, String why) {
    if (value != null && WireJson.write(value).length > "{}".length()) {
      throw ErrorCode.INVALID_INPUT.because("'%s' %s; leave it out.".formatted(member, why));
    }
  }

  private static ConfidenceRule events(
      Recipe recipe, @Nullable String eventType, SolutionConfig config) {
    Double threshold = threshold(config.eventValueThreshold());
    List<EventParameters> weighted = parameters(config.eventsConfig());
    if (weighted.isEmpty()) {
      return eventType == null && threshold == null
          ? recipe.events()
          : ConfidenceRule.only(eventType, threshold);
    }
    if (!recipe.supports(Feature.EVENTS_CONFIG)) {
      throw ErrorCode.INVALID_INPUT.because(
          "eventsConfig is for %s; with %s use eventType and eventValueThreshold."
              .formatted(ServedRecipes.with(Feature.EVENTS_CONFIG), recipe.name()));
    }
    if (eventType != null || threshold != null) {
      throw ErrorCode.INVALID_INPUT.because(
          "Give either eventsConfig or eventType with eventValueThreshold, not both: which of them counts would be a guess.");
    }
    return ConfidenceRule.of(weighted.stream().map(TrainingPlan::weight).toList());
  }

  private static @Nullable OptimizationObjective objective(
      Recipe recipe, SolutionConfig.@Nullable OptimizationObjective given) {
    if (given == null || given.saysNothing()) {
      return null;
    }
    if (!recipe.supports(Feature.OPTIMIZATION_OBJECTIVE)) {
      throw ErrorCode.INVALID_INPUT.because("optimizationObjective is for %s; with %s leave it out."
          .formatted(ServedRecipes.with(Feature.OPTIMIZATION_OBJECTIVE), recipe.name()));
    }
    if (given.itemAttribute() == null || given.objectiveSensitivity() == null) {
      throw ErrorCode.INVALID_INPUT.because(
          "optimizationObjective needs both an itemAttribute, a numeric column of the Items dataset, and an"
              + " objectiveSensitivity, which is one of OFF, LOW, MEDIUM and HIGH.");
    }
    return new OptimizationObjective(given.itemAttribute(), given.objectiveSensitivity());
  }

  private static List<EventParameters> parameters(@Nullable EventsConfig config) {
    return config == null || config.eventParametersList() == null
        ? List.of()
        : config.eventParametersList();
  }

  private static EventWeight weight(EventParameters parameters) {
    if (parameters.eventType() == null) {
      throw ErrorCode.INVALID_INPUT.because(
          "Every entry of eventParametersList needs an eventType.");
    }
    return new EventWeight(
        parameters.eventType(),
        parameters.eventValueThreshold(),
        Objects.requireNonNullElse(parameters.weight(), 1.0));
  }

  private static @Nullable Double threshold(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "eventValueThreshold must be a number in quotes, such as \"3.5\", but is '%s'."
              .formatted(text),
          e);
    }
  }
}
