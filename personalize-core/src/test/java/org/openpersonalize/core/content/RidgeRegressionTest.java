// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RidgeRegressionTest {
  private static final int ITEMS = 700;
  private static final int FEATURES = 30;
  private static final int RANK = 5;

  private final Observations observations = observations();

  @Test
  void the_coefficients_solve_the_normal_equations() {
    double lambda = 3;
    float[][] coefficients = solved(lambda, 1);

    double[][] expected = byElimination(lambda);
    for (int feature = 0; feature < FEATURES; feature++) {
      for (int k = 0; k < RANK; k++) {
        assertThat((double) coefficients[feature][k]).isCloseTo(expected[feature][k], within(2e-3));
      }
    }
  }

  @Test
  void they_do_not_depend_on_the_number_of_threads() {
    assertThat(solved(1, 3)).isDeepEqualTo(solved(1, 1));
  }

  @Test
  void beginning_elsewhere_leads_to_the_same_end() {
    float[][] coefficients = solved(30, 1);
    new RidgeRegression(observations, 1, TrainingProgress.NONE).solve(3, coefficients);

    float[][] direct = solved(3, 1);
    for (int feature = 0; feature < FEATURES; feature++) {
      assertThat(coefficients[feature]).containsExactly(direct[feature], within(5e-3f));
    }
  }

  @Test
  void a_training_that_was_called_off_ends() {
    TrainingProgress cancelled = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return true;
      }
    };
    RidgeRegression regression = new RidgeRegression(observations, 1, cancelled);

    assertThatThrownBy(() -> regression.solve(1, observations.zeroCoefficients()))
        .isInstanceOf(CancellationException.class);
  }

  private float[][] solved(double lambda, int threads) {
    float[][] coefficients = observations.zeroCoefficients();
    new RidgeRegression(observations, threads, TrainingProgress.NONE).solve(lambda, coefficients);
    return coefficients;
  }

  private static Observations observations() {
    SplittableRandom random = new SplittableRandom(1);
    FeatureRows.Builder rows = new FeatureRows.Builder(FEATURES);
    FactorMatrix factors = new FactorMatrix(ITEMS, RANK);
    float[] weights = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      rows.add(ItemFeatures.CONSTANT, 1);
      for (int feature = 1; feature < FEATURES; feature++) {
        if (random.nextInt(feature) < 2) {
          rows.add(feature, random.nextDouble(-1, 2));
        }
      }
      rows.endRow();
      weights[item] = (float) random.nextDouble(0.1, 3);
      for (int k = 0; k < RANK; k++) {
        factors.values()[item * RANK + k] = (float) random.nextGaussian();
      }
    }
    return new Observations(rows.build(), factors, weights);
  }

  /** The slow and obvious way. */
  private double[][] byElimination(double lambda) {
    double[][] system = new double[FEATURES][FEATURES + RANK];
    float[][] unit = new float[FEATURES][FEATURES];
    for (int feature = 0; feature < FEATURES; feature++) {
      unit[feature][feature] = 1;
      system[feature][feature] = feature == ItemFeatures.CONSTANT ? 0 : lambda;
    }
    for (int item = 0; item < ITEMS; item++) {
      float[] x = new float[FEATURES];
      observations.rows().addProduct(item, unit, x);
      for (int row = 0; row < FEATURES; row++) {
        double weighted = observations.weights()[item] * (double) x[row];
        for (int column = 0; column < FEATURES; column++) {
          system[row][column] += weighted * x[column];
        }
        for (int k = 0; k < RANK; k++) {
          system[row][FEATURES + k] += weighted * observations.factors().values()[item * RANK + k];
        }
      }
    }
    for (int pivot = 0; pivot < FEATURES; pivot++) {
      for (int row = 0; row < FEATURES; row++) {
        double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
        for (int column = pivot; column < FEATURES + RANK; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    double[][] solution = new double[FEATURES][RANK];
    for (int row = 0; row < FEATURES; row++) {
      for (int k = 0; k < RANK; k++) {
        solution[row][k] = system[row][FEATURES + k] / system[row][row];
      }
    }
    return solution;
  }
}
