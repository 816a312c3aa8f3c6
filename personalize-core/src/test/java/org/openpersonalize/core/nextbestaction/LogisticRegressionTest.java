// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogisticRegressionTest {
  private static final int ROWS = 400;
  private static final double[] TRUE = {1.5, -0.7, 0, 0.3};
  private static final double[] NONE = new double[4];

  private final float[][] rows = new float[ROWS][3];
  private final boolean[] taken = new boolean[ROWS];
  private final double[] offsets = new double[ROWS];
  private final LogisticRegression regression;

  LogisticRegressionTest() {
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < ROWS; n++) {
      for (int f = 0; f < 3; f++) {
        rows[n][f] = (float) random.nextGaussian();
      }
      offsets[n] = random.nextGaussian();
      taken[n] = random.nextDouble()
          < LogisticRegression.probability(offsets[n] + LogisticRegression.score(TRUE, rows[n]));
    }
    regression = new LogisticRegression(rows, taken, offsets);
  }

  @Test
  void its_coefficients_are_those_that_small_steps_downhill_end_with() {
    double[] prior = {0.2, 0.1, -0.4, 0};

    double[] fitted = regression.fit(prior, 5);

    double[] slow = downhill(prior, 5);
    for (int f = 0; f < slow.length; f++) {
      assertThat(fitted[f]).isCloseTo(slow[f], within(1e-4));
    }
  }

  private double[] downhill(double[] prior, double ridge) {
    double[] w = new double[4];
    for (int step = 0; step < 20_000; step++) {
      double[] gradient = new double[4];
      for (int f = 0; f < 4; f++) {
        gradient[f] = (f == 3 ? 1e-3 : ridge) * (w[f] - prior[f]);
      }
      for (int n = 0; n < ROWS; n++) {
        double error =
            LogisticRegression.probability(offsets[n] + LogisticRegression.score(w, rows[n]))
                - (taken[n] ? 1 : 0);
        for (int f = 0; f < 4; f++) {
          gradient[f] += error * (f == 3 ? 1 : rows[n][f]);
        }
      }
      for (int f = 0; f < 4; f++) {
        w[f] -= 0.005 * gradient[f];
      }
    }
    return w;
  }

  @Test
  void the_mean_of_its_probabilities_is_the_share_that_was_taken() {
    double[] fitted = regression.fit(NONE, 10);

    double sum = 0;
    double share = 0;
    for (int n = 0; n < ROWS; n++) {
      sum += LogisticRegression.probability(offsets[n] + LogisticRegression.score(fitted, rows[n]));
      share += taken[n] ? 1 : 0;
    }
    assertThat(sum / ROWS).isCloseTo(share / ROWS, within(1e-4));
  }

  @Test
  void the_stronger_it_is_drawn_the_nearer_it_is_to_what_was_known_before() {
    double[] prior = {-1, 1, 1, 0};

    assertThat(regression.fit(prior, 1e9)[0]).isCloseTo(-1, within(1e-3));
    assertThat(regression.fit(prior, 1)[0]).isGreaterThan(1);
  }

  @Test
  void what_can_be_told_apart_without_a_mistake_gets_finite_coefficients() {
    LogisticRegression separable = new LogisticRegression(
        new float[][] {{-1}, {-1}, {1}, {1}},
        new boolean[] {false, false, true, true},
        new double[4]);

    double[] fitted = separable.fit(new double[2], 0.5);

    assertThat(fitted[0]).isBetween(0.5, 10.0);
    assertThat(separable.logLoss(fitted)).isLessThan(separable.logLoss(new double[2]));
  }
}
