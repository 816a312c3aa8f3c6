// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SymmetricInverseTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 127, 128, 129, 256, 333})
  void the_negated_inverse_is_that_of_a_slow_one_in_doubles(int n) {
    SimpleMatrix matrix = positiveDefinite(n);
    SimpleMatrix expected = matrix.invert();
    float[] lower = lower(matrix);

    SymmetricInverse.negate(lower, n, Kernels.best(), 2, TrainingProgress.NONE);

    double greatest = expected.elementMaxAbs();
    for (int row = 0; row < n; row++) {
      for (int column = 0; column <= row; column++) {
        assertThat((double) lower[row * n + column])
            .as("%d, %d", row, column)
            .isCloseTo(-expected.get(row, column), within(2e-5 * greatest));
      }
    }
  }

  @Test
  void the_number_of_threads_does_not_matter() {
    float[] one = lower(positiveDefinite(300));
    float[] three = one.clone();

    SymmetricInverse.negate(one, 300, Kernels.best(), 1, TrainingProgress.NONE);
    SymmetricInverse.negate(three, 300, Kernels.best(), 3, TrainingProgress.NONE);

    assertThat(three).isEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN})
  void a_matrix_that_is_not_positive_definite_is_refused(double pivot) {
    SimpleMatrix matrix = positiveDefinite(200);
    matrix.set(190, 190, pivot);
    float[] lower = lower(matrix);

    assertThatIllegalStateException()
        .isThrownBy(
            () -> SymmetricInverse.negate(lower, 200, Kernels.best(), 1, TrainingProgress.NONE))
        .withMessageContaining("regularization");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "127, 127", "128, 128", "199, 199", "199, 0", "127, 3", "199, 130"})
  void a_matrix_that_is_not_finite_is_refused_wherever_that_is(int row, int column) {
    for (float value : new float[] {Float.POSITIVE_INFINITY, Float.NaN}) {
      float[] lower = lower(positiveDefinite(200));
      lower[row * 200 + column] = value;

      assertThatIllegalStateException()
          .isThrownBy(
              () -> SymmetricInverse.negate(lower, 200, Kernels.best(), 1, TrainingProgress.NONE))
          .withMessageContaining("not finite");
    }
  }

  private static SimpleMatrix positiveDefinite(int n) {
    SimpleMatrix factors = SimpleMatrix.random_DDRM(n, n, -1, 1, new Random(n));
    return factors
        .mult(factors.transpose())
        .divide(n)
        .plus(SimpleMatrix.identity(n).scale(0.3));
  }

  /** With something above the diagonal that must not be read. */
  private static float[] lower(SimpleMatrix matrix) {
    int n = matrix.getNumRows();
    float[] lower = new float[n * n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        lower[row * n + column] = column <= row ? (float) matrix.get(row, column) : 1e30f;
      }
    }
    return lower;
  }
}
