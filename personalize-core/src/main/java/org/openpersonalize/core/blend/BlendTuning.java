// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.openpersonalize.core.blend.BlendParameters.Component;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.family.ItemExponents;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Refinement;
import org.openpersonalize.core.tuning.Tuning;

/**
 * Tunes a trained blend by what can be changed without training: the items' exponents of its components, then the
 * components' weights. Seconds, where {@link Tuning#search} takes minutes.
 *
 * <p>What is changed must be better by more than the noise of having asked these validation users and not others, so that
 * few users leave the blend as it is.
 */
final class BlendTuning {
  private static final int USERS = 2000;
  private static final double STEP = 0.1;
  private static final int STEPS = 4;
  private static final double[] WEIGHTS = {0, 0.15, 0.3, 0.5, 1};
  private static final double[] SEQUENTIAL_WEIGHTS = {0, 0.15, 0.3, 0.5, 1, 2};
  private static final RankingMetric OBJECTIVE = new RankingMetric.Ndcg(10);
  private static final Calibration AS_THEY_ARE = Calibration.NONE;
  private static final Calibration LAST = new Calibration(-1e6, 1);

  private final Evaluator evaluator;
  private final TrainingProgress progress;
  private final List<ModelParameters> parameters = new ArrayList<>();
  private final List<BlendModel.Component> models = new ArrayList<>(); // each with weight 1
  private double[] weights;
  private Calibration seenItems = AS_THEY_ARE;

  /**
   * The tuning of a blend; the same result for any number of threads.
   *
   * @param parameters what {@code model} was trained with
   */
  BlendTuning(BlendParameters parameters, BlendModel model, Refinement task) {
    this.evaluator =
        new Evaluator(task.validation().sample(USERS, task.seed()), task.rule(), task.threads());
    this.progress = task.progress();
    parameters.components().forEach(each -> this.parameters.add(each.parameters()));
    model.components().forEach(each -> models.add(each.withWeight(1)));
    this.weights =
        parameters.components().stream().mapToDouble(Component::weight).toArray();
  }

  /**
   * What came of it. A component whose weight became zero is left out.
   *
   * @param model by these parameters
   */
  record Tuned(BlendParameters parameters, BlendModel model) {}

  /**
   * Tunes.
   *
   * @throws java.util.concurrent.CancellationException if the task's progress was cancelled
   */
  Tuned run() {
    seenItems = ofSeenItems();
    for (int component = 0; component < models.size(); component++) {
      if (parameters.get(component) instanceof ItemExponents) {
        Evaluation asItIs = evaluate(models.get(component).model());
        walk(component, 0, STEP, walk(component, STEP, 0, asItIs));
      }
    }
    weigh(weightings());
    int[] sequential = IntStream.range(0, models.size())
        .filter(component -> parameters.get(component).isSequential())
        .toArray();
    if (sequential.length > 0 && mayTellMore(sequential)) {
      for (int component : sequential) {
        weigh(weightings(component));
      }
    }
    return tuned();
  }

  /**
   * Is the blend clearly better with another weight of any of these components? If not, {@link #weigh} leaves each as it is,
   * which takes three times as long to find out one by one.
   */
  private boolean mayTellMore(int[] sequential) {
    List<double[]> all = new ArrayList<>(List.of(weights));
    for (int component : sequential) {
      all.addAll(weightings(component).subList(1, SEQUENTIAL_WEIGHTS.length + 1));
    }
    progress.throwIfCancelled();
    List<Evaluation> evaluations = evaluator.evaluate(
        new Weightings(models, all),
        Collections.nCopies(all.size(), seenItems),
        List.of(OBJECTIVE));
    return evaluations.stream().anyMatch(each -> isClearlyBetter(each, evaluations.get(0)));
  }

  /** Whether items the user already had are better left where they are or put last, as the blend is. */
  private Calibration ofSeenItems() {
    List<Calibration> both = List.of(AS_THEY_ARE, LAST);
    List<Evaluation> evaluations = evaluator.evaluate(
        new Weightings(models, List.of(weights, weights)), both, List.of(OBJECTIVE));
    return score(evaluations.get(0)) >= score(evaluations.get(1)) ? AS_THEY_ARE : LAST;
  }

  /**
   * Takes steps with the exponents of one component alone, up or else down, as long as they help.
   *
   * @param asItIs the component's evaluation before
   * @return its evaluation afterwards
   */
  private Evaluation walk(int component, double historyStep, double targetStep, Evaluation asItIs) {
    Evaluation best = asItIs;
    for (int sign : new int[] {1, -1}) {
      boolean moved = false;
      for (int step = 0; step < STEPS; step++) {
        ItemExponents next = ((ItemExponents) parameters.get(component))
            .moved(sign * historyStep, sign * targetStep);
        Model model = next.remade(models.get(component).model());
        Evaluation evaluation = evaluate(model);
        if (!isClearlyBetter(evaluation, best)) {
          break;
        }
        best = evaluation;
        parameters.set(component, next);
        models.set(component, new BlendModel.Component(model, 1));
        moved = true;
      }
      if (moved) {
        break;
      }
    }
    return best;
  }

  /**
   * Tries weights, for which the components score once. Takes those nearest to what they are now that are no worse than these
   * and not clearly worse than the best: the best of many is often the luckiest.
   *
   * @param weightings the present one first
   */
  private void weigh(List<double[]> weightings) {
    progress.throwIfCancelled();
    List<Evaluation> evaluations = evaluator.evaluate(
        new Weightings(models, weightings),
        Collections.nCopies(weightings.size(), seenItems),
        List.of(OBJECTIVE));
    double current = score(evaluations.get(0));
    Evaluation best = Collections.max(evaluations, Comparator.comparingDouble(BlendTuning::score));
    weights = IntStream.range(0, weightings.size())
        .filter(n -> score(evaluations.get(n)) >= current)
        .filter(n -> !isClearlyBetter(best, evaluations.get(n)))
        .boxed()
        .min(
            Comparator.<Integer>comparingDouble(n -> distance(weightings.get(0), weightings.get(n)))
                .thenComparingDouble(n -> -score(evaluations.get(n))))
        .map(weightings::get)
        .orElse(weights);
  }

  /** All that differ in more than their scale, those of components that look at order staying as they are. */
  private List<double[]> weightings() {
    List<double[]> weightings = new ArrayList<>(List.of(weights));
    addWeightings(weights.clone(), 0, 0, weightings);
    return weightings;
  }

  /** Those that differ in one weight. */
  private List<double[]> weightings(int component) {
    List<double[]> weightings = new ArrayList<>(List.of(weights));
    for (double weight : SEQUENTIAL_WEIGHTS) {
      double[] changed = weights.clone();
      changed[component] = weight;
      weightings.add(changed);
    }
    return weightings;
  }

  /** How much two choices of weights differ, whatever their scale. */
  private static double distance(double[] one, double[] other) {
    double largestOfOne = Arrays.stream(one).max().orElse(1);
    double largestOfOther = Arrays.stream(other).max().orElse(1);
    double sum = 0;
    for (int component = 0; component < one.length; component++) {
      sum += Math.abs(one[component] / largestOfOne - other[component] / largestOfOther);
    }
    return sum;
  }

  /**
   * Adds every choice of weights from the given component on, of which the largest of all is one.
   *
   * @param largest of those that are chosen
   */
  private void addWeightings(
      double[] chosen, int component, double largest, List<double[]> weightings) {
    if (component == chosen.length) {
      if (largest == 1) {
        weightings.add(chosen.clone());
      }
    } else if (parameters.get(component).isSequential()) {
      addWeightings(chosen, component + 1, largest, weightings);
    } else {
      for (double weight : WEIGHTS) {
        chosen[component] = weight;
        addWeightings(chosen, component + 1, Math.max(largest, weight), weightings);
      }
    }
  }

  private Evaluation evaluate(Model model) {
    progress.throwIfCancelled();
    return evaluator.evaluate(model, seenItems, List.of(OBJECTIVE));
  }

  private static double score(Evaluation evaluation) {
    return evaluation.mean(OBJECTIVE);
  }

  private static boolean isClearlyBetter(Evaluation challenger, Evaluation incumbent) {
    return score(challenger) - score(incumbent)
        > challenger.standardErrorAgainst(incumbent, OBJECTIVE);
  }

  private Tuned tuned() {
    List<Component> components = new ArrayList<>();
    List<BlendModel.Component> weighted = new ArrayList<>();
    for (int component = 0; component < weights.length; component++) {
      if (weights[component] > 0) {
        components.add(new Component(parameters.get(component), weights[component]));
        weighted.add(models.get(component).withWeight(weights[component]));
      }
    }
    return new Tuned(new BlendParameters(components), new BlendModel(weighted));
  }
}
