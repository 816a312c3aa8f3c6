// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.Session;

/**
 * Blends the best of each family: begins with the best of all, and adds the other that helps most with the weight that
 * helps most, as long as that is more than noise. Trains nothing.
 */
final class BlendSearch {
  private static final double[] WEIGHTS = {0.15, 0.3, 0.5, 1, 2};
  private static final double[] REFINEMENTS = {0.6, 0.8, 1.25, 1.6};

  private final Session session;
  private final List<Candidate<?>> pool;
  private final List<BlendModel.Component> components;

  /** @param finalists the best of each family */
  BlendSearch(Session session, List<Candidate<?>> finalists) {
    this.session = session;
    this.pool = finalists.stream()
        .sorted(Comparator.<Candidate<?>>comparingDouble(Candidate::score).reversed())
        .toList();
    this.components = pool.stream()
        .map(each -> new BlendModel.Component(
            each.model(), 1, CommonScale.of(each.parameters(), each.model(), session.data())))
        .toList();
  }

  /** A blend that is clearly better than the best of its components, if there is one. */
  Optional<Candidate<BlendParameters>> run() {
    if (pool.size() < 2) {
      return Optional.empty();
    }
    double[] weights = new double[pool.size()];
    weights[0] = 1;
    Candidate<?> best = pool.get(0);
    Optional<Candidate<BlendParameters>> blend = Optional.empty();
    for (int round = 1; round < pool.size(); round++) {
      Optional<Weighted> next = bestOf("blend: components", additions(weights), best);
      if (next.isEmpty()) {
        break;
      }
      weights = next.get().weights;
      best = next.get().candidate;
      blend = Optional.of(next.get().candidate);
    }
    if (blend.isPresent()) {
      blend = Optional.of(refined(weights, blend.get()));
    }
    return blend;
  }

  /** A blend and its weights, by place in the pool. */
  private record Weighted(double[] weights, Candidate<BlendParameters> candidate) {}

  /** Each component that is not in yet, with each weight. */
  private static List<double[]> additions(double[] weights) {
    List<double[]> additions = new ArrayList<>();
    for (int component = 0; component < weights.length; component++) {
      if (weights[component] == 0) {
        for (double weight : WEIGHTS) {
          additions.add(changed(weights, component, weight));
        }
      }
    }
    return additions;
  }

  /** The weights of all but the first component a little smaller or larger, one after the other. */
  private Candidate<BlendParameters> refined(
      double[] coarse, Candidate<BlendParameters> candidate) {
    double[] weights = coarse;
    Candidate<BlendParameters> best = candidate;
    for (int component = 1; component < weights.length; component++) {
      if (weights[component] > 0) {
        List<double[]> changes = new ArrayList<>();
        for (double factor : REFINEMENTS) {
          changes.add(changed(weights, component, weights[component] * factor));
        }
        Optional<Weighted> better = bestOf("blend: weights", changes, best);
        if (better.isPresent()) {
          weights = better.get().weights;
          best = better.get().candidate;
        }
      }
    }
    return best;
  }

  private static double[] changed(double[] weights, int component, double weight) {
    double[] changed = weights.clone();
    changed[component] = weight;
    return changed;
  }

  /** The best of some weightings, if it is clearly better than the incumbent. */
  private Optional<Weighted> bestOf(
      String stage, List<double[]> weightings, Candidate<?> incumbent) {
    session.task().progress().throwIfCancelled();
    if (session.isOutOfTime()) {
      return Optional.empty();
    }
    long begun = System.nanoTime();
    List<Calibration> calibrations =
        weightings.stream().map(weights -> session.calibration(model(weights))).toList();
    List<Evaluation> evaluations = new Evaluator(
            session.users(), session.task().rule(), session.task().threads())
        .evaluate(
            new Weightings(components, weightings),
            calibrations,
            List.of(session.task().objective()));
    int best = 0;
    for (int n = 1; n < evaluations.size(); n++) {
      best = score(evaluations.get(n)) > score(evaluations.get(best)) ? n : best;
    }
    double[] weights = weightings.get(best);
    Candidate<BlendParameters> candidate = new Candidate<>(
        parameters(weights), model(weights), evaluations.get(best), score(evaluations.get(best)));
    session.record(stage, candidate, begun);
    return session.isClearlyBetter(candidate, incumbent)
        ? Optional.of(new Weighted(weights, candidate))
        : Optional.empty();
  }

  private double score(Evaluation evaluation) {
    return evaluation.mean(session.task().objective());
  }

  private BlendModel model(double[] weights) {
    List<BlendModel.Component> weighted = new ArrayList<>();
    for (int component = 0; component < weights.length; component++) {
      if (weights[component] > 0) {
        weighted.add(components.get(component).withWeight(weights[component]));
      }
    }
    return new BlendModel(weighted);
  }

  private BlendParameters parameters(double[] weights) {
    List<BlendParameters.Component> weighted = new ArrayList<>();
    for (int component = 0; component < weights.length; component++) {
      if (weights[component] > 0) {
        ModelParameters parameters = pool.get(component).parameters();
        weighted.add(new BlendParameters.Component(parameters, weights[component]));
      }
    }
    return new BlendParameters(weighted);
  }
}
