// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against one-line loops, at lengths around those of vector registers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class VectorsTest {
  private static final float TOLERANCE = 1e-4f;

  private final SplittableRandom random = new SplittableRandom(11);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 8, 33})
  void scaled_sums(int length) {
    float[] x = vector(length);
    float[] y = vector(length);
    float[] z = vector(length);
    float[] w = vector(length);
    float[] start = vector(length);

    float[] one = start.clone();
    Vectors.addScaled(one, 2, x);
    float[] four = start.clone();
    Vectors.addScaled(four, 2, x, -3, y, 0.5f, z, 4, w);

    for (int k = 0; k < length; k++) {
      assertThat(one[k]).isCloseTo(start[k] + 2 * x[k], within(TOLERANCE));
      float sum = 2 * x[k] - 3 * y[k] + 0.5f * z[k] + 4 * w[k];
      assertThat(four[k]).isCloseTo(start[k] + sum, within(TOLERANCE));
    }
  }

  private float[] vector(int length) {
    float[] vector = new float[length];
    for (int k = 0; k < length; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return vector;
  }
}
