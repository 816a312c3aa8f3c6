// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameter.Range;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.store.catalog.SolutionConfig.AutoMLConfig;
import org.openpersonalize.store.catalog.SolutionConfig.CategoricalHyperParameterRange;
import org.openpersonalize.store.catalog.SolutionConfig.ContinuousHyperParameterRange;
import org.openpersonalize.store.catalog.SolutionConfig.HPOConfig;
import org.openpersonalize.store.catalog.SolutionConfig.HPOResourceConfig;
import org.openpersonalize.store.catalog.SolutionConfig.HyperParameterRanges;
import org.openpersonalize.store.catalog.SolutionConfig.IntegerHyperParameterRange;

/** What {@code hpoConfig} and {@code autoMLConfig} mean. */
final class Searches {
  private static final int MOST_JOBS = 40;
  private static final int MOST_PARALLEL_JOBS = 10;

  /** The training's own timeout ends what takes too long. */
  private static final Duration ANY_TIME = Duration.ofDays(365);

  private static final HyperParameterRanges NO_RANGES = new HyperParameterRanges(null, null, null);

  private Searches() {}

  /**
   * The search among hyperparameters. Without ranges all that are tunable are searched, within the recipe's ranges; with
   * some, the others stay as they are.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what the recipe
   *     does not have, what is not tunable and what is out of range
   */
  static ParameterSearch ofHyperparameters(
      Recipe recipe, Hyperparameters given, @Nullable HPOConfig config) {
    List<Hyperparameter> tunable =
        recipe.hyperparameters().stream().filter(Hyperparameter::isTunable).toList();
    if (tunable.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Recipe %s has no hyperparameter to tune: leave performHPO out, or take %s."
              .formatted(recipe.name(), tunableRecipes()));
    }
    HyperParameterRanges ranges = config == null || config.algorithmHyperParameterRanges() == null
        ? NO_RANGES
        : config.algorithmHyperParameterRanges();
    Map<Hyperparameter, Range> chosen = new LinkedHashMap<>();
    list(ranges.continuousHyperParameterRanges())
        .forEach(range -> put(chosen, tunableReal(recipe, range.name()), real(recipe, range)));
    list(ranges.integerHyperParameterRanges())
        .forEach(range -> put(chosen, tunable(recipe, range.name()), whole(recipe, range)));
    list(ranges.categoricalHyperParameterRanges())
        .forEach(range -> put(chosen, tunable(recipe, range.name()), oneOf(recipe, range)));
    Map<Hyperparameter, Range> searched = new LinkedHashMap<>();
    for (Hyperparameter knob : tunable) {
      if (chosen.isEmpty()) {
        searched.put(knob, knob.range());
      } else if (chosen.containsKey(knob)) {
        searched.put(knob, chosen.get(knob));
      } else if (knob.range() instanceof OneOf words) {
        searched.put(knob, words.only(words.spelled(given.value(knob))));
      }
    }
    return new ParameterSearch.OfHyperparameters(new Budget(jobs(config), ANY_TIME), searched);
  }

  private static void put(Map<Hyperparameter, Range> chosen, Hyperparameter knob, Range range) {
    chosen.putIfAbsent(knob, range);
  }

  /** The recipes with a hyperparameter to tune. */
  private static String tunableRecipes() {
    return ServedRecipes.all().stream()
        .filter(each -> each.hyperparameters().stream().anyMatch(Hyperparameter::isTunable))
        .map(Recipe::name)
        .collect(Collectors.joining(" or "));
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Whole whole(Recipe recipe, IntegerHyperParameterRange range) {
    Hyperparameter tunable = tunable(recipe, range.name());
    if (!(tunable.range() instanceof Whole bounds)) {
      throw ErrorCode.INVALID_INPUT.because("%s is not a whole number; give it as a %s range."
          .formatted(range.name(), tunable.range() instanceof Real ? "continuous" : "categorical"));
    }
    int least = Objects.requireNonNullElse(range.minValue(), bounds.min());
    int most = Objects.requireNonNullElse(range.maxValue(), bounds.max());
    if (least < bounds.min() || most > bounds.max() || least > most) {
      throw ErrorCode.INVALID_INPUT.because(
          "The range of %s is %d to %d; it must lie within %d to %d, and not end before it begins."
              .formatted(range.name(), least, most, bounds.min(), bounds.max()));
    }
    return new Whole(least, most);
  }

  private static Real real(Recipe recipe, ContinuousHyperParameterRange range) {
    Real bounds = (Real) tunableReal(recipe, range.name()).range();
    double least = Objects.requireNonNullElse(range.minValue(), bounds.min());
    double most = Objects.requireNonNullElse(range.maxValue(), bounds.max());
    if (!(least >= bounds.min() && most <= bounds.max() && least <= most)) {
      throw ErrorCode.INVALID_INPUT.because(
          "The range of %s is %s to %s; it must lie within %s to %s, and not end before it begins."
              .formatted(range.name(), least, most, bounds.min(), bounds.max()));
    }
    return new Real(least, most);
  }

  private static Hyperparameter tunableReal(Recipe recipe, @Nullable String name) {
    if (recipe.hyperparameters().stream()
        .noneMatch(knob -> knob.isTunable() && knob.range() instanceof Real)) {
      throw ErrorCode.INVALID_INPUT.because(
          "Recipe %s has no tunable hyperparameter with a continuous range."
              .formatted(recipe.name()));
    }
    Hyperparameter tunable = tunable(recipe, name);
    if (!(tunable.range() instanceof Real)) {
      throw ErrorCode.INVALID_INPUT.because("%s must be %s; it has no continuous range."
          .formatted(tunable.name(), tunable.range().words()));
    }
    return tunable;
  }

  private static OneOf oneOf(Recipe recipe, CategoricalHyperParameterRange range) {
    Hyperparameter tunable = tunable(recipe, range.name());
    List<String> values = list(range.values());
    if (!(tunable.range() instanceof OneOf words)
        || values.isEmpty()
        || !values.stream().allMatch(words::contains)) {
      throw ErrorCode.INVALID_INPUT.because("The values of %s are %s; each must be %s."
          .formatted(range.name(), values, tunable.range().words()));
    }
    return new OneOf(values);
  }

  private static Hyperparameter tunable(Recipe recipe, @Nullable String name) {
    return recipe
        .hyperparameter(String.valueOf(name))
        .filter(Hyperparameter::isTunable)
        .orElseThrow(() ->
            ErrorCode.INVALID_INPUT.because("Recipe %s has no tunable hyperparameter %s; it has %s."
                .formatted(
                    recipe.name(),
                    name,
                    recipe.hyperparameters().stream()
                        .filter(Hyperparameter::isTunable)
                        .map(Hyperparameter::name)
                        .collect(Collectors.joining(", ")))));
  }

  private static int jobs(@Nullable HPOConfig config) {
    HPOResourceConfig resources = config == null ? null : config.hpoResourceConfig();
    if (resources == null) {
      return MOST_JOBS;
    }
    number("maxParallelTrainingJobs", resources.maxParallelTrainingJobs(), MOST_PARALLEL_JOBS);
    return number("maxNumberOfTrainingJobs", resources.maxNumberOfTrainingJobs(), MOST_JOBS);
  }

  private static int number(String name, @Nullable String value, int most) {
    if (value == null) {
      return most;
    }
    if (!value.matches("[0-9]{1,9}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > most) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s must be a whole number from 1 to %d in quotes, but is '%s'."
              .formatted(name, most, value));
    }
    return Integer.parseInt(value);
  }

  /**
   * The search among recipes.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if a recipe or metric
   *     cannot be chosen, {@link ErrorCode#RESOURCE_NOT_FOUND} if there is no such recipe
   */
  static ParameterSearch ofFamilies(@Nullable AutoMLConfig config) {
    List<Arn> arns = config == null ? List.of() : list(config.recipeList());
    List<Recipe> recipes = arns.isEmpty()
        ? ServedRecipes.all().stream()
            .filter(recipe -> recipe.supports(Feature.AUTO_ML))
            .toList()
        : arns.stream().map(Searches::choosable).toList();
    String metric = config == null ? null : config.metricName();
    return new ParameterSearch.OfFamilies(
        recipes,
        metric == null ? new RankingMetric.Ndcg(10) : metric(metric),
        new Budget(Integer.MAX_VALUE, ANY_TIME));
  }

  private static Recipe choosable(Arn arn) {
    Recipe recipe = RecipeService.find(arn);
    if (!recipe.supports(Feature.AUTO_ML)) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s is not a recipe of the type USER_PERSONALIZATION, which performAutoML chooses among."
              .formatted(arn));
    }
    return recipe;
  }

  private static RankingMetric metric(String name) {
    RankingMetric metric = RankingMetric.OFFICIAL.get(name);
    if (metric == null) {
      throw ErrorCode.INVALID_INPUT.because("metricName must be one of %s, but is '%s'."
          .formatted(String.join(", ", RankingMetric.OFFICIAL.keySet()), name));
    }
    return metric;
  }
}
