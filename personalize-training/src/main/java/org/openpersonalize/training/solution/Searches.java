package org.openpersonalize.training.solution;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.store.catalog.SolutionConfig.AutoMLConfig;
import org.openpersonalize.store.catalog.SolutionConfig.CategoricalHyperParameterRange;
import org.openpersonalize.store.catalog.SolutionConfig.HPOConfig;
import org.openpersonalize.store.catalog.SolutionConfig.HPOResourceConfig;
import org.openpersonalize.store.catalog.SolutionConfig.HyperParameterRanges;
import org.openpersonalize.store.catalog.SolutionConfig.IntegerHyperParameterRange;

/** What {@code hpoConfig} and {@code autoMLConfig} mean. */
final class Searches {
  private static final String FACTORS = "hidden_dimension";
  private static final String RECENCY = "recency_mask";
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
    if (recipe.hyperparameters().stream().noneMatch(Hyperparameter::isTunable)) {
      throw ErrorCode.INVALID_INPUT.because(
          "Recipe %s has no hyperparameter to tune: leave performHPO out, or take aws-user-personalization or"
                  .formatted(recipe.name())
              + " aws-personalized-ranking.");
    }
    HyperParameterRanges ranges = config == null || config.algorithmHyperParameterRanges() == null
        ? NO_RANGES
        : config.algorithmHyperParameterRanges();
    List<IntegerHyperParameterRange> whole = list(ranges.integerHyperParameterRanges());
    List<CategoricalHyperParameterRange> words = list(ranges.categoricalHyperParameterRanges());
    if (!list(ranges.continuousHyperParameterRanges()).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Recipe %s has no tunable hyperparameter with a continuous range."
              .formatted(recipe.name()));
    }
    whole.forEach(range -> check(recipe, range));
    words.forEach(range -> check(recipe, range));
    boolean everything = whole.isEmpty() && words.isEmpty();

    Hyperparameter.Whole factors =
        (Hyperparameter.Whole) recipe.hyperparameter(FACTORS).orElseThrow().range();
    Optional<IntegerHyperParameterRange> factorRange =
        whole.stream().filter(range -> FACTORS.equals(range.name())).findFirst();
    int fixed = given.integer(FACTORS).orElse(64);
    int least = factorRange
        .map(range -> Objects.requireNonNullElse(range.minValue(), factors.min()))
        .orElse(everything ? factors.min() : fixed);
    int most = factorRange
        .map(range -> Objects.requireNonNullElse(range.maxValue(), factors.max()))
        .orElse(everything ? factors.max() : fixed);
    List<String> recency = words.stream()
        .filter(range -> RECENCY.equals(range.name()))
        .findFirst()
        .map(range -> Objects.requireNonNull(range.values()))
        .orElse(
            everything
                ? List.of("True", "False")
                : List.of(given.flag(RECENCY) ? "True" : "False"));
    return new ParameterSearch.OfHyperparameters(
        new Budget(jobs(config), ANY_TIME), least, most, recency);
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static void check(Recipe recipe, IntegerHyperParameterRange range) {
    Hyperparameter tunable = tunable(recipe, range.name());
    if (!(tunable.range() instanceof Hyperparameter.Whole bounds)) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s is not a whole number; give it as a categorical range.".formatted(range.name()));
    }
    int least = Objects.requireNonNullElse(range.minValue(), bounds.min());
    int most = Objects.requireNonNullElse(range.maxValue(), bounds.max());
    if (least < bounds.min() || most > bounds.max() || least > most) {
      throw ErrorCode.INVALID_INPUT.because(
          "The range of %s is %d to %d; it must lie within %d to %d, and not end before it begins."
              .formatted(range.name(), least, most, bounds.min(), bounds.max()));
    }
  }

  private static void check(Recipe recipe, CategoricalHyperParameterRange range) {
    Hyperparameter tunable = tunable(recipe, range.name());
    List<String> values = list(range.values());
    if (!(tunable.range() instanceof Hyperparameter.OneOf words)
        || values.isEmpty()
        || !values.stream().allMatch(words::contains)) {
      throw ErrorCode.INVALID_INPUT.because("The values of %s are %s; each must be %s."
          .formatted(range.name(), values, tunable.range().words()));
    }
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
        ? Recipe.all().stream()
            .filter(recipe -> recipe.type() == Recipe.Type.USER_PERSONALIZATION)
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
    if (recipe.type() != Recipe.Type.USER_PERSONALIZATION) {
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
