package org.openpersonalize.core.recommendation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Family;
import org.openpersonalize.core.recipe.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.core.tuning.Tuning;
import org.openpersonalize.core.tuning.TuningResult;
import org.openpersonalize.core.tuning.TuningTask;

/**
 * How the parameters of a model are found: they are the recipe's own, or searched for among the validation users of the
 * official split. The users whose metrics are reported choose nothing.
 */
public sealed interface ParameterSearch {
  /** The recipe's own. */
  ParameterSearch NONE = new None();

  /**
   * Finds them.
   *
   * @param log the interactions that count
   * @param rule how they become confidences, without the recipe's recency
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  ParameterChoice choose(
      Recipe recipe,
      Hyperparameters hyperparameters,
      InteractionLog log,
      ConfidenceRule rule,
      long seed,
      int threads,
      TrainingProgress progress);

  /** The largest model that may be found, by which memory is reckoned. */
  ModelParameters largest(Recipe recipe, Hyperparameters hyperparameters);

  /** What share of the whole training the search is. */
  double share();

  /** Takes the recipe's own. */
  record None() implements ParameterSearch {
    @Override
    public ParameterChoice choose(
        Recipe recipe,
        Hyperparameters hyperparameters,
        InteractionLog log,
        ConfidenceRule rule,
        long seed,
        int threads,
        TrainingProgress progress) {
      return new ParameterChoice(
          recipe, hyperparameters, own(recipe, hyperparameters), Map.of(), List.of());
    }

    @Override
    public ModelParameters largest(Recipe recipe, Hyperparameters hyperparameters) {
      return own(recipe, hyperparameters);
    }

    private static ModelParameters own(Recipe recipe, Hyperparameters hyperparameters) {
      return switch (recipe.family()) {
        case BLEND -> BlendParameters.DEFAULT;
        case FACTORIZATION -> AlsParameters.of(hyperparameters);
        case POPULARITY -> PopularityParameters.DEFAULT;
      };
    }

    @Override
    public double share() {
      return 0;
    }
  }

  /**
   * Searches the hyperparameters of a factorization, and the objective that no hyperparameter names.
   *
   * @param budget of the search; popularity, which every search looks at first, is not counted
   * @param leastFactors the range of {@code hidden_dimension}
   * @param mostFactors its end
   * @param recency the values of {@code recency_mask}; decided by the default factorization, before the rest is searched
   */
  record OfHyperparameters(Budget budget, int leastFactors, int mostFactors, List<String> recency)
      implements ParameterSearch {
    private static final String FACTORS = "hidden_dimension";
    private static final String RECENCY = "recency_mask";
    private static final int POPULARITY = 1;

    public OfHyperparameters {
      recency = List.copyOf(recency);
    }

    @Override
    public ParameterChoice choose(
        Recipe recipe,
        Hyperparameters hyperparameters,
        InteractionLog log,
        ConfidenceRule rule,
        long seed,
        int threads,
        TrainingProgress progress) {
      Split validation = Split.official(log, seed).validation();
      List<Trial> trials = new ArrayList<>();
      int jobs = budget.jobs();
      Hyperparameters best = hyperparameters.with(RECENCY, recency.get(0));
      double bestScore = Double.NEGATIVE_INFINITY;
      for (int n = 0; n < recency.size() && recency.size() > 1 && jobs > 1; n++, jobs--) {
        Hyperparameters candidate = hyperparameters.with(RECENCY, recency.get(n));
        TuningResult result = Tuning.factorization(
            task(validation, candidate, log, rule, 1, seed, threads, progress, trials),
            leastFactors,
            mostFactors);
        if (result.score() > bestScore) {
          best = candidate;
          bestScore = result.score();
        }
      }
      TuningResult found = Tuning.factorization(
          task(validation, best, log, rule, jobs, seed, threads, progress, trials),
          leastFactors,
          mostFactors);
      AlsParameters parameters = (AlsParameters) found.best();
      Map<String, String> tuned = new LinkedHashMap<>();
      tuned.put(FACTORS, Integer.toString(parameters.rank()));
      tuned.put(RECENCY, best.given().get(RECENCY));
      return new ParameterChoice(
          recipe, best.with(FACTORS, tuned.get(FACTORS)), parameters, tuned, trials);
    }

    private TuningTask task(
        Split validation,
        Hyperparameters hyperparameters,
        InteractionLog log,
        ConfidenceRule rule,
        int jobs,
        long seed,
        int threads,
        TrainingProgress progress,
        List<Trial> trials) {
      return new TuningTask(
          validation,
          RecipeTrainer.fading(rule, hyperparameters, log),
          new RankingMetric.Ndcg(10),
          new Budget(jobs + POPULARITY, budget.time()),
          seed,
          threads,
          progress,
          trials::add);
    }

    @Override
    public ModelParameters largest(Recipe recipe, Hyperparameters hyperparameters) {
      return AlsParameters.DEFAULT.withRank(mostFactors);
    }

    @Override
    public double share() {
      return Math.min(0.9, budget.jobs() / (budget.jobs() + 4.0));
    }
  }

  /**
   * Searches the families of several recipes for the best model, and takes the recipe that stands for its family.
   *
   * @param recipes to choose among, in order of preference where two stand for the same family
   * @param objective the metric to maximise
   */
  record OfFamilies(List<Recipe> recipes, RankingMetric objective, Budget budget)
      implements ParameterSearch {
    private static final int LEAST_FACTORS = 32;
    private static final int MOST_FACTORS = 256;

    public OfFamilies {
      recipes = List.copyOf(recipes);
    }

    @Override
    public ParameterChoice choose(
        Recipe ignored,
        Hyperparameters alsoIgnored,
        InteractionLog log,
        ConfidenceRule rule,
        long seed,
        int threads,
        TrainingProgress progress) {
      Recipe richest = richest();
      TuningTask task = new TuningTask(
          Split.official(log, seed).validation(),
          RecipeTrainer.fading(rule, Hyperparameters.defaultsOf(richest), log),
          objective,
          budget,
          seed,
          threads,
          progress,
          trial -> {});
      TuningResult result = richest.family() == Family.BLEND
          ? Tuning.search(task)
          : Tuning.factorization(task, LEAST_FACTORS, MOST_FACTORS);
      ModelParameters best = result.best();
      Recipe recipe = of(family(best)).orElse(richest);
      return new ParameterChoice(
          recipe, Hyperparameters.defaultsOf(recipe), best, Map.of(), result.trials());
    }

    /** The recipe whose family contains the others'. */
    private Recipe richest() {
      return of(Family.BLEND)
          .or(() -> of(Family.FACTORIZATION))
          .orElseThrow(
              () -> new IllegalStateException("There is nothing to choose among " + recipes));
    }

    private Optional<Recipe> of(Family family) {
      return recipes.stream().filter(recipe -> recipe.family() == family).findFirst();
    }

    private static Family family(ModelParameters parameters) {
      if (parameters instanceof AlsParameters) {
        return Family.FACTORIZATION;
      }
      return parameters instanceof PopularityParameters ? Family.POPULARITY : Family.BLEND;
    }

    @Override
    public ModelParameters largest(Recipe recipe, Hyperparameters hyperparameters) {
      return richest().family() == Family.BLEND
          ? BlendParameters.DEFAULT
          : AlsParameters.DEFAULT.withRank(MOST_FACTORS);
    }

    @Override
    public double share() {
      return 0.8;
    }
  }
}
