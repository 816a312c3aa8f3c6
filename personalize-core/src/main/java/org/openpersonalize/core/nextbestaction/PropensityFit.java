// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.nextbestaction.NextBestActionModel.Learned;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Fits the propensities of all actions: first coefficients that all share, each action beginning from its own rate, then those of
 * each action, drawn towards the shared ones. How much they are drawn is what foresees the newest fifth of the episodes best when
 * learned from those before, so that features that say nothing leave each action with its rate.
 *
 * <p>Gelman, Hill: Data Analysis Using Regression and Multilevel/Hierarchical Models, 2007, chapter 12.
 */
final class PropensityFit {
  private static final double[] RIDGES = {0.3, 1, 3, 10, 30, 100, 300, 1_000, 10_000, 1e6};
  private static final int MOST_SHARED = 50_000; // episodes that the shared ones are learned from
  private static final int MOST_ASKED = 50; // actions by which it is chosen how much they are drawn
  private static final double LEARNED = 0.8;

  private final Map<Integer, List<Episode>> episodes;
  private final Map<Integer, Double> rates = new HashMap<>();
  private final PastStates states;
  private final int threads;
  private final TrainingProgress progress;

  /** @param episodes of each action that is learned, one at least of each, in the order of their starts */
  PropensityFit(
      Map<Integer, List<Episode>> episodes,
      PastStates states,
      int threads,
      TrainingProgress progress) {
    this.episodes = episodes;
    episodes.forEach((action, own) -> rates.put(action, Episode.rate(own)));
    this.states = states;
    this.threads = threads;
    this.progress = progress;
  }

  Learned learn(IdIndex actions, Census census) {
    List<Episode> sample = sample();
    float[][] raw = states.features(sample, threads, progress);
    Scale scale = Scale.of(raw);
    LogisticRegression shared = regression(sample, raw, scale);
    double[] none = new double[raw[0].length + 1];
    double[] common = shared.fit(none, best(ridge -> foresight(shared, none, ridge)));
    List<LogisticRegression> asked =
        spread().stream().map(each -> ofAction(each, scale)).toList();
    double ridge = best(each -> asked.stream()
        .mapToDouble(action -> foresight(action, common, each) * action.size())
        .sum());
    Learned learned = Learned.of(actions, census, scale);
    List<Integer> all = List.copyOf(episodes.keySet());
    new RowBlocks(all.size(), 1).run(threads, () -> (block, from, to) -> {
      progress.throwIfCancelled();
      int action = all.get(from);
      learned.set(action, rate(action), ofAction(action, scale).fit(common, ridge));
    });
    progress.report(1, Double.NaN, "learn");
    return learned;
  }

  private double rate(int action) {
    return Objects.requireNonNull(rates.get(action));
  }

  /** Evenly out of all, in the order of their starts. */
  private List<Episode> sample() {
    List<Episode> all = episodes.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(Episode::start))
        .toList();
    int step = (all.size() + MOST_SHARED - 1) / MOST_SHARED;
    List<Episode> sample = new ArrayList<>();
    for (int n = 0; n < all.size(); n += step) {
      sample.add(all.get(n));
    }
    return sample;
  }

  /** Some actions, evenly out of all. */
  private List<Integer> spread() {
    List<Integer> all = List.copyOf(episodes.keySet());
    int step = (all.size() + MOST_ASKED - 1) / MOST_ASKED;
    return IntStream.iterate(0, n -> n < all.size(), n -> n + step)
        .mapToObj(all::get)
        .toList();
  }

  private LogisticRegression ofAction(int action, Scale scale) {
    List<Episode> own = Objects.requireNonNull(episodes.get(action));
    return regression(own, states.features(own, 1, progress), scale);
  }

  private LogisticRegression regression(List<Episode> of, float[][] rows, Scale scale) {
    boolean[] taken = new boolean[rows.length];
    double[] offsets = new double[rows.length];
    for (int n = 0; n < rows.length; n++) {
      scale.apply(rows[n]);
      taken[n] = of.get(n).isTaken();
      offsets[n] = LogisticRegression.logit(rate(of.get(n).action()));
    }
    return new LogisticRegression(rows, taken, offsets);
  }

  /** The mean loss on the newest of what was learned from the rest; 0 where there is nothing to foresee. */
  private double foresight(LogisticRegression all, double[] prior, double ridge) {
    progress.throwIfCancelled();
    int past = (int) Math.round(LEARNED * all.size());
    return past == 0 || past == all.size()
        ? 0
        : all.part(past, all.size()).logLoss(all.part(0, past).fit(prior, ridge));
  }

  /** The ridge with the least loss, of several the greatest. */
  private static double best(ToDoubleFunction<Double> loss) {
    return Arrays.stream(RIDGES)
        .boxed()
        .sorted(Comparator.reverseOrder())
        .min(Comparator.comparingDouble(loss))
        .orElseThrow();
  }
}
