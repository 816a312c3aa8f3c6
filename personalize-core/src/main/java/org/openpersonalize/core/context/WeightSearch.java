// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.openpersonalize.core.context.Situation.Evidence;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Finds for each column the weight under which what people took was likeliest in its situation.
 *
 * <p>The gain of a weight w is the mean over a user's interactions of {@code log p(i | situation) − log p(i)} with {@code p(i |
 * situation) ∝ p(i) exp(w · liftᵢ)}. A weight is taken if the mean gain is more than two standard errors above 0, both over the
 * users, so that a column that says nothing has none. Columns are looked at one after the other, each beside those before it,
 * so that two that say the same do not count twice.
 */
final class WeightSearch {
  private static final double[] WEIGHTS = {0.125, 0.25, 0.5, 1}; // each twice the one before
  private static final double STANDARD_ERRORS = 2;
  private static final int FEWEST_USERS = 25;
  private static final int MOST_INTERACTIONS = 20; // of a user

  private final InteractionLog log;
  private final long moment;
  private final List<ColumnLifts> lifts;
  private final int[][][] values; // [columns][texts] that the lifts know

  /**
   * @param log what people took
   * @param moment up to which the lifts were learned; they are judged by what came later
   * @param lifts of the log's columns
   */
  WeightSearch(InteractionLog log, long moment, List<ColumnLifts> lifts) {
    this.log = log;
    this.moment = moment;
    this.lifts = lifts;
    this.values = IntStream.range(0, lifts.size())
        .mapToObj(column -> known(log.context().get(column), lifts.get(column)))
        .toArray(int[][][]::new);
  }

  private static int[][] known(ContextColumn column, ColumnLifts lifts) {
    return IntStream.range(0, column.values().size())
        .mapToObj(text -> lifts.find(column.values().id(text)))
        .toArray(int[][]::new);
  }

  /** Are there enough users to judge by? */
  static boolean isEnough(Audience audience) {
    return audience.users().length >= FEWEST_USERS;
  }

  /** The weight of each column, 0 where it does not help. */
  double[] search(Audience audience, int threads, TrainingProgress progress) {
    double[] weights = new double[lifts.size()];
    if (isEnough(audience)) {
      for (int column = 0; column < weights.length; column++) {
        weights[column] = best(gains(audience, column, weights, threads, progress));
      }
    }
    return weights;
  }

  /** The gain of each user by each of the weights of a column. */
  private double[][] gains(
      Audience audience, int column, double[] weights, int threads, TrainingProgress progress) {
    int[] users = audience.users();
    double[][] gains = new double[users.length][];
    new RowBlocks(users.length, 1).run(threads, () -> {
      Audience.Prior prior = audience.priors().get();
      Judge judge = new Judge(column, weights);
      return (place, from, to) -> {
        progress.throwIfCancelled();
        prior.of(users[place], judge.probabilities);
        gains[place] = judge.gains(users[place]);
      };
    });
    return gains;
  }

  /** The weight with the greatest mean gain, 0 if that is no more than noise. */
  private static double best(double[][] gains) {
    double best = 0;
    double greatest = 0;
    for (int n = 0; n < WEIGHTS.length; n++) {
      int weight = n;
      double[] ofUsers = Arrays.stream(gains).mapToDouble(gain -> gain[weight]).toArray();
      double mean = Arrays.stream(ofUsers).average().orElse(0);
      double squares =
          Arrays.stream(ofUsers).map(gain -> (gain - mean) * (gain - mean)).sum();
      if (mean > greatest && mean > STANDARD_ERRORS * Math.sqrt(squares) / ofUsers.length) {
        best = WEIGHTS[n];
        greatest = mean;
      }
    }
    return best;
  }

  /** Judges a column beside those before it; one per thread. */
  private final class Judge {
    private final int column;
    private final double[] weights;
    private final double[] probabilities = new double[log.items().size()];
    private final LiftSum earlier = new LiftSum(log.items().size());
    private final LiftSum own = new LiftSum(log.items().size());
    private final double[] logSums = new double[WEIGHTS.length];

    Judge(int column, double[] weights) {
      this.column = column;
      this.weights = weights;
    }

    /** What each weight gains for a user, of whom the probabilities are known. */
    double[] gains(int user) {
      double[] gains = new double[WEIGHTS.length];
      int first = firstLater(user);
      int last = Math.min(log.end(user), first + MOST_INTERACTIONS);
      for (int row = first; row < last; row++) {
        if (row == first || !isSameSituation(row - 1, row)) {
          look(row);
        }
        for (int n = 0; n < gains.length; n++) {
          gains[n] += (WEIGHTS[n] * own.lift(log.item(row)) - logSums[n]) / (last - first);
        }
      }
      return gains;
    }

    private int firstLater(int user) {
      int row = log.end(user);
      while (row > log.start(user) && log.epochMillis(row - 1) > moment) {
        row--;
      }
      return row;
    }

    private boolean isSameSituation(int row, int other) {
      for (int each = 0; each <= column; each++) {
        ContextColumn texts = log.context().get(each);
        if (texts.code(row) != texts.code(other)) {
          return false;
        }
      }
      return true;
    }

    /** Sums the lifts in the situation of an interaction. */
    private void look(int row) {
      earlier.clear();
      for (int each = 0; each < column; each++) {
        evidence(each, weights[each], row).forEach(earlier::add);
      }
      own.clear();
      evidence(column, 1, row).forEach(own::add);
      double before = 1;
      for (int n = 0; n < earlier.size(); n++) {
        int item = earlier.touched(n);
        before += probabilities[item] * Math.expm1(earlier.lift(item));
      }
      Arrays.fill(logSums, 0);
      for (int n = 0; n < own.size(); n++) {
        int item = own.touched(n);
        double probability = probabilities[item] * Math.exp(earlier.lift(item)) / before;
        double factor = Math.exp(WEIGHTS[0] * own.lift(item));
        for (int weight = 0; weight < WEIGHTS.length; weight++) {
          logSums[weight] += probability * (factor - 1);
          factor *= factor;
        }
      }
      for (int weight = 0; weight < WEIGHTS.length; weight++) {
        logSums[weight] = Math.log1p(logSums[weight]);
      }
    }

    private List<Evidence> evidence(int each, double weight, int row) {
      ContextColumn texts = log.context().get(each);
      int[] known = texts.isPresent(row) ? values[each][texts.code(row)] : new int[0];
      return weight > 0 && known.length > 0
          ? List.of(new Evidence(lifts.get(each), known, weight))
          : List.of();
    }
  }
}
