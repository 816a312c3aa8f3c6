// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameter.Range;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.core.tuning.CombiningFamily;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.core.tuning.Tuning;
import org.openpersonalize.core.tuning.TuningResult;
import org.openpersonalize.core.tuning.TuningTask;
import org.openpersonalize.core.tuning.TuningTask.Material;

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
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  ParameterChoice choose(Training training, TrainingProgress progress);

  /** The largest model that may be found, by which memory is reckoned. */
  ModelParameters largest(Training training);

  /** What share of the whole training the search is. */
  double share();

  /** Takes the recipe's own. */
  record None() implements ParameterSearch {
    @Override
    public ParameterChoice choose(Training training, TrainingProgress progress) {
      return new ParameterChoice(
          training.hyperparameters(), largest(training), Map.of(), List.of());
    }

    @Override
    public ModelParameters largest(Training training) {
      return training.family().of(training.hyperparameters());
    }

    @Override
    public double share() {
      return 0;
    }
  }

  /**
   * Searches a recipe's hyperparameters, and what no hyperparameter names. Those that are one of a few words are decided
   * first, one after the other, by the family's defaults; the others are the family's to search.
   *
   * @param budget of the search; popularity, which every search looks at first, is not counted
   * @param ranges of the hyperparameters to search; all others stay as they are given
   */
  record OfHyperparameters(Budget budget, Map<Hyperparameter, Range> ranges)
      implements ParameterSearch {
    private static final int POPULARITY = 1;

    public OfHyperparameters {
      ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    }

    @Override
    public ParameterChoice choose(Training training, TrainingProgress progress) {
      ModelFamily<?, ?> family = training.family();
      Inquiry inquiry = new Inquiry(training, space(training.hyperparameters(), family), progress);
      int jobs = budget.jobs();
      Map<String, String> tuned = new LinkedHashMap<>();
      Hyperparameters best = training.hyperparameters();
      for (Map.Entry<Hyperparameter, Range> each : ranges.entrySet()) {
        if (each.getValue() instanceof OneOf words) {
          Hyperparameter knob = each.getKey();
          double bestScore = Double.NEGATIVE_INFINITY;
          Hyperparameters decided = best.with(knob, words.values().get(0));
          int tries = words.values().size() == 1 ? 0 : words.values().size();
          for (int n = 0; n < tries && jobs > 1; n++, jobs--) {
            Hyperparameters candidate = best.with(knob, words.values().get(n));
            TuningResult result = inquiry.search(candidate, new Budget(1, budget.time()));
            if (result.score() > bestScore) {
              decided = candidate;
              bestScore = result.score();
            }
          }
          best = decided;
          tuned.put(knob.name(), best.value(knob));
        }
      }
      TuningResult found = inquiry.search(best, new Budget(jobs, budget.time()));
      for (Map.Entry<Hyperparameter, String> each : family.knobs(found.best()).entrySet()) {
        best = best.with(each.getKey(), each.getValue());
        tuned.put(each.getKey().name(), each.getValue());
      }
      return new ParameterChoice(best, found.best(), tuned, inquiry.trials);
    }

    /** The ranges, and for knobs without one what the family makes of the hyperparameters as they are. */
    private SearchSpace space(Hyperparameters given, ModelFamily<?, ?> family) {
      Map<Hyperparameter, Range> all = new LinkedHashMap<>(ranges);
      family.knobs(family.of(given)).forEach((knob, value) -> {
        if (ranges.keySet().stream().noneMatch(knob::is)) {
          all.put(knob, knob.range().only(value));
        }
      });
      return new SearchSpace(all);
    }

    /** What all searches of a choice have in common. */
    private static final class Inquiry {
      private final Training training;
      private final SearchSpace space;
      private final TrainingProgress progress;
      private final Split validation;
      private final List<Trial> trials = new ArrayList<>();

      Inquiry(Training training, SearchSpace space, TrainingProgress progress) {
        this.training = training;
        this.space = space;
        this.progress = progress;
        Split users = Split.official(training.interactions(), training.seed()).validation();
        this.validation = training.recipe().type().isAboutItems() ? users.aboutNewest() : users;
      }

      TuningResult search(Hyperparameters hyperparameters, Budget budget) {
        TuningTask task = new TuningTask(
            new Material(
                validation, training.rule(hyperparameters), training.data().items()),
            new RankingMetric.Ndcg(10),
            new Budget(budget.jobs() + POPULARITY, budget.time()),
            training.seed(),
            training.threads(),
            progress,
            trials::add);
        return Tuning.search(task, Families.of(training.family()), space);
      }
    }

    @Override
    public ModelParameters largest(Training training) {
      Hyperparameters largest = training.hyperparameters();
      for (Map.Entry<Hyperparameter, Range> each : ranges.entrySet()) {
        largest = ParameterSearch.largest(largest, each.getKey(), each.getValue());
      }
      return training.family().of(largest);
    }

    @Override
    public double share() {
      return Math.min(0.9, budget.jobs() / (budget.jobs() + 4.0));
    }
  }

  /** The hyperparameters with the greatest value of a range, if it has one. */
  private static Hyperparameters largest(
      Hyperparameters hyperparameters, Hyperparameter knob, Range range) {
    if (range instanceof Whole whole) {
      return hyperparameters.with(knob, Integer.toString(whole.max()));
    }
    return range instanceof Real real
        ? hyperparameters.with(knob, Double.toString(real.max()))
        : hyperparameters;
  }

  /**
   * Searches the families of several recipes for the best model, and takes the recipe that stands for its family.
   *
   * @param recipes to choose among, at least one, in order of preference where two stand for the same family
   * @param objective the metric to maximise
   */
  record OfFamilies(List<Recipe> recipes, RankingMetric objective, Budget budget)
      implements ParameterSearch {
    private static final Consumer<Trial> NOBODY = trial -> {};

    public OfFamilies {
      recipes = List.copyOf(recipes);
    }

    @Override
    public ParameterChoice choose(Training training, TrainingProgress progress) {
      Recipe richest = richest(training.families());
      TuningTask task = new TuningTask(
          new Material(
              Split.official(training.interactions(), training.seed()).validation(),
              training.rule(Hyperparameters.defaultsOf(richest)),
              training.data().items()),
          objective,
          budget,
          training.seed(),
          training.threads(),
          progress,
          NOBODY);
      TuningResult result = Tuning.search(task, searched(training.families()), space(richest));
      ModelParameters best = result.best();
      Recipe recipe = of(best.family()).orElse(richest);
      return new ParameterChoice(
          Hyperparameters.defaultsOf(recipe), best, Map.of(), result.trials());
    }

    /** All families if one of the recipes' is made of others, and those of the recipes if none is. */
    private Families searched(Families families) {
      if (families.named(richest(families).family()) instanceof CombiningFamily) {
        return families;
      }
      return Families.of(recipes.stream()
          .map(Recipe::family)
          .distinct()
          .map(families::named)
          .toArray(ModelFamily<?, ?>[]::new));
    }

    private static SearchSpace space(Recipe recipe) {
      Map<Hyperparameter, Range> ranges = new LinkedHashMap<>();
      recipe.hyperparameters().stream()
          .filter(Hyperparameter::isTunable)
          .forEach(knob -> ranges.put(knob, knob.range()));
      return new SearchSpace(ranges);
    }

    /** The recipe whose family is made of the others', or else the first of a family that differs from user to user. */
    private Recipe richest(Families families) {
      return recipes.stream()
          .filter(recipe -> families.named(recipe.family()) instanceof CombiningFamily)
          .findFirst()
          .or(() -> recipes.stream()
              .filter(recipe -> families.named(recipe.family()).defaults().isPersonal())
              .findFirst())
          .orElse(recipes.get(0));
    }

    private Optional<Recipe> of(ModelFamily<?, ?> family) {
      return recipes.stream()
          .filter(recipe -> recipe.family().equals(family.name()))
          .findFirst();
    }

    @Override
    public ModelParameters largest(Training training) {
      Recipe richest = richest(training.families());
      Hyperparameters largest = Hyperparameters.defaultsOf(richest);
      for (Map.Entry<Hyperparameter, Range> each : space(richest).ranges().entrySet()) {
        largest = ParameterSearch.largest(largest, each.getKey(), each.getValue());
      }
      return training.families().named(richest.family()).of(largest);
    }

    @Override
    public double share() {
      return 0.8;
    }
  }
}
