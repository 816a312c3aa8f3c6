package org.openpersonalize.training.solution;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionConfig.EventParameters;
import org.openpersonalize.store.catalog.SolutionConfig.EventsConfig;
import org.openpersonalize.store.catalog.SolutionVersion;

/**
 * A solution's configuration in the trainer's terms. CreateSolution makes one to check what it was sent, a training makes
 * it again from what was stored.
 *
 * @param events which events count and how much
 */
public record TrainingPlan(Recipe recipe, Hyperparameters hyperparameters, ConfidenceRule events) {
  /** The plan of a version. */
  public static TrainingPlan of(SolutionVersion version) {
    return of(
        RecipeService.find(version.recipeArn()), version.eventType(), version.solutionConfig());
  }

  /**
   * Reads a configuration.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what does not fit
   *     the recipe
   */
  static TrainingPlan of(
      Recipe recipe, @Nullable String eventType, @Nullable SolutionConfig config) {
    if (config == null) {
      return new TrainingPlan(
          recipe, Hyperparameters.defaultsOf(recipe), ConfidenceRule.only(eventType, null));
    }
    Hyperparameters hyperparameters = Hyperparameters.of(
        recipe,
        Objects.requireNonNullElse(config.algorithmHyperParameters(), Map.of()),
        Objects.requireNonNullElse(config.featureTransformationParameters(), Map.of()));
    return new TrainingPlan(recipe, hyperparameters, events(recipe, eventType, config));
  }

  private static ConfidenceRule events(
      Recipe recipe, @Nullable String eventType, SolutionConfig config) {
    Double threshold = threshold(config.eventValueThreshold());
    List<EventParameters> weighted = parameters(config.eventsConfig());
    if (weighted.isEmpty()) {
      return ConfidenceRule.only(eventType, threshold);
    }
    if (!recipe.name().endsWith("-v2")) {
      throw ErrorCode.INVALID_INPUT.because(
          "eventsConfig is for aws-user-personalization-v2 and aws-personalized-ranking-v2; with %s use eventType and"
                  .formatted(recipe.name())
              + " eventValueThreshold.");
    }
    if (eventType != null || threshold != null) {
      throw ErrorCode.INVALID_INPUT.because(
          "Give either eventsConfig or eventType with eventValueThreshold, not both: which of them counts would be a guess.");
    }
    return ConfidenceRule.of(weighted.stream().map(TrainingPlan::weight).toList());
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
