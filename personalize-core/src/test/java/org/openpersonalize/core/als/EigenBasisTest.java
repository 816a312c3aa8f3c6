// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EigenBasisTest {
  private static final int RANK = 16;

  @Test
  void turned_factors_have_the_eigenvalues_on_the_diagonal_of_their_gramian() {
    FactorMatrix factors = factors();
    Gramian gramian = Gramian.of(factors, Kernels.best(), 1);
    double[] singular = simple(factors.values(), factors.rows()).svd().getSingularValues();

    EigenBasis basis = EigenBasis.of(gramian, RANK);
    basis.turn(factors, Kernels.best(), 1);

    float[] turned = Gramian.of(factors, Kernels.best(), 1).toMatrix().values();
    float[] eigenvalues = basis.gramian().toMatrix().values();
    for (int row = 0; row < RANK; row++) {
      for (int column = 0; column < RANK; column++) {
        double expected = row == column ? singular[row] * singular[row] : 0;
        assertThat((double) turned[row * RANK + column]).isCloseTo(expected, within(1e-3));
        assertThat((double) eigenvalues[row * RANK + column]).isCloseTo(expected, within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.POSITIVE_INFINITY, Float.NaN})
  void a_gramian_that_is_not_finite_is_refused_wherever_that_is(float value) {
    for (int row = 0; row < RANK; row++) {
      for (int column = 0; column <= row; column++) {
        float[] values = Gramian.of(factors(), Kernels.best(), 1).toMatrix().values();
        values[row * RANK + column] = value;
        values[column * RANK + row] = value;

        assertRefused(values, RANK);
      }
    }
  }

  @Test
  void an_infinite_factor_beside_padding_is_refused() {
    float[] values = new float[RANK * RANK];
    values[0] = Float.POSITIVE_INFINITY;

    assertRefused(values, 4);
  }

  @Test
  void eigenvalues_that_are_too_large_for_floats_are_refused() {
    float[] values = new float[RANK * RANK];
    Arrays.fill(values, Float.MAX_VALUE); // of which the greatest is K times as large

    assertRefused(values, RANK);
  }

  private static void assertRefused(float[] values, int factors) {
    Gramian gramian = Gramian.of(new FactorMatrix(RANK, RANK, values));
    assertThatIllegalStateException()
        .isThrownBy(() -> EigenBasis.of(gramian, factors))
        .withMessage(
            "The Gramian of the factors has no finite eigenvalues: a factor is not a number, or too large for floats");
  }

  private static FactorMatrix factors() {
    FactorMatrix factors = new FactorMatrix(50, RANK);
    Random random = new Random(3);
    for (int k = 0; k < factors.values().length; k++) {
      factors.values()[k] = (float) random.nextGaussian();
    }
    return factors;
  }

  private static SimpleMatrix simple(float[] values, int rows) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      doubles[k] = values[k];
    }
    return new SimpleMatrix(rows, values.length / rows, true, doubles);
  }
}
