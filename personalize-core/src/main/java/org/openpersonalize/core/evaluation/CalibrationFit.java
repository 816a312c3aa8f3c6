// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;

/**
 * Learns on the validation users whether people come back to what they had, and what a score is worth: the seen offset
 * and the temperature under which the items that really came next were likeliest.
 *
 * <p>The likelihood of user u's future is the mean of {@code log softmax((s + offset · seen) / temperature)} over its
 * items. Splitting the softmax's sum into seen and unseen items makes all offsets of a grid cost one pass over the
 * scores per temperature; the temperature is found by golden-section search on its logarithm.
 *
 * <p>Models score on scales of their own, so offsets and temperatures are sought in units of how far a user's best item
 * stands out from the mean one, rounded to a power of two: 1 for a factorization.
 */
public final class CalibrationFit {
  private static final double[] OFFSETS = {
    0, -0.025, -0.05, -0.1, -0.15, -0.2, -0.3, -0.4, -0.5, -0.75, -1, -1000
  };
  private static final int SCORES_KEPT = 16_000_000;
  private static final double COLDEST = 1e-3; // in units of the scale, as are the offsets
  private static final double HOTTEST = 10;
  private static final double PRECISION = 0.02; // of the temperature's logarithm
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final TestSet validation;
  private final Sample[] samples;
  private final double[] offsets;
  private final double scale;
  private final int threads;

  /**
   * One validation user.
   *
   * @param scores of all items
   * @param seen items of the history, ascending
   * @param future items that came next, ascending
   */
  private record Sample(float[] scores, int[] seen, int[] future) {}

  private CalibrationFit(Sample[] samples, int threads, TestSet validation) {
    this.validation = validation;
    this.samples = samples;
    this.scale = scale(samples);
    this.offsets = Arrays.stream(OFFSETS).map(offset -> offset * scale).toArray();
    this.threads = threads;
  }

  /** How far the best item stands out from the mean one, in the mean over the samples; a power of two. */
  private static double scale(Sample[] samples) {
    double sum = 0;
    for (Sample sample : samples) {
      double greatest = Double.NEGATIVE_INFINITY;
      double total = 0;
      for (float score : sample.scores) {
        greatest = Math.max(greatest, score);
        total += score;
      }
      sum += greatest - total / sample.scores.length;
    }
    double mean = sum / samples.length;
    return mean > 0 && mean < Double.POSITIVE_INFINITY
        ? Math.pow(2, Math.round(Math.log(mean) / Math.log(2)))
        : 1;
  }

  /** The calibration on users whose items were not trained on; {@link Calibration#NONE} if there are none. */
  public static Calibration of(TestSet validation, ConfidenceRule rule, Model model, int threads) {
    int atMost = Math.max(1, SCORES_KEPT / Math.max(1, model.itemCount()));
    Sample[] samples = new Sample[Math.min(validation.size(), atMost)];
    if (samples.length == 0) {
      return Calibration.NONE;
    }
    new RowBlocks(samples.length, 1).run(threads, () -> {
      ProfileBuilder builder = new ProfileBuilder(rule);
      return (place, from, to) -> {
        Query query = validation.query(place, rule, builder);
        samples[place] =
            new Sample(allScores(model.scorer(query)), query.seen(), validation.relevant(place));
      };
    });
    return new CalibrationFit(samples, threads, validation).fit();
  }

  private static float[] allScores(CandidateScorer scorer) {
    float[] scores = new float[scorer.itemCount()];
    scorer.scoreAll(scores);
    return scores;
  }

  private Calibration fit() {
    double low = Math.log(COLDEST * scale);
    double high = Math.log(HOTTEST * scale);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = best(likelihoods(Math.exp(left)));
    double atRight = best(likelihoods(Math.exp(right)));
    while (high - low > PRECISION) {
      if (atLeft > atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = best(likelihoods(Math.exp(left)));
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = best(likelihoods(Math.exp(right)));
      }
    }
    double temperature = Math.exp((low + high) / 2);
    double[] likelihoods = likelihoods(temperature);
    int offset = IntStream.range(0, offsets.length)
        .reduce(0, (a, b) -> likelihoods[b] > likelihoods[a] ? b : a);
    return new Calibration(offsets[offset], temperature);
  }

  private static double best(double[] likelihoods) {
    return Arrays.stream(likelihoods).max().orElseThrow();
  }

  /** The mean log-likelihood of all samples under each of {@link #offsets}. */
  private double[] likelihoods(double temperature) {
    double[][] perSample = new double[samples.length][];
    new RowBlocks(samples.length, 1).run(threads, () -> (index, from, to) -> {
      validation.throwIfCancelled();
      perSample[index] = likelihoods(samples[index], temperature);
    });
    double[] means = new double[offsets.length];
    for (double[] sample : perSample) {
      for (int offset = 0; offset < means.length; offset++) {
        means[offset] += sample[offset] / samples.length;
      }
    }
    return means;
  }

  private double[] likelihoods(Sample sample, double temperature) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float score : sample.scores) {
      greatest = Math.max(greatest, score);
    }
    double unseen = 0;
    for (float score : sample.scores) {
      unseen += Math.exp((score - greatest) / temperature);
    }
    double seen = 0;
    for (int item : sample.seen) {
      seen += Math.exp((sample.scores[item] - greatest) / temperature);
    }
    unseen = Math.max(unseen - seen, Double.MIN_NORMAL);

    double[] likelihoods = new double[offsets.length];
    for (int offset = 0; offset < likelihoods.length; offset++) {
      double logSum = Math.log(unseen + seen * Math.exp(offsets[offset] / temperature));
      for (int item : sample.future) {
        double bonus = Arrays.binarySearch(sample.seen, item) >= 0 ? offsets[offset] : 0;
        likelihoods[offset] += (sample.scores[item] - greatest + bonus) / temperature - logSum;
      }
      likelihoods[offset] /= sample.future.length;
    }
    return likelihoods;
  }
}
