package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against one-line loops in double; lengths around those at which unrolled loops change their course. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class VectorsTest {
  private static final float TOLERANCE = 1e-4f;

  private final SplittableRandom random = new SplittableRandom(11);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 8, 9, 16, 23, 64, 100})
  void dot_products(int length) {
    float[] x = vector(length);
    float[] y = vector(length);
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += x[k] * y[k];
    }
    assertThat(Vectors.dot(x, y)).isCloseTo((float) sum, within(TOLERANCE));

    for (int from = 0; from <= length; from++) {
      double tail = 0;
      for (int k = from; k < length; k++) {
        tail += x[k] * y[k];
      }
      assertThat(Vectors.dot(x, y, from)).isCloseTo((float) tail, within(TOLERANCE));
    }
  }

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
    float[] tail = start.clone();
    Vectors.addScaled(tail, 2, x, length / 2);
    float[] four = start.clone();
    Vectors.addScaled(four, length / 2, 2, x, -3, y, 0.5f, z, 4, w);
    float[] replaced = start.clone();
    Vectors.scaleAndAdd(replaced, 3, x);

    for (int k = 0; k < length; k++) {
      boolean inTail = k >= length / 2;
      assertThat(one[k]).isCloseTo(start[k] + 2 * x[k], within(TOLERANCE));
      assertThat(tail[k]).isCloseTo(start[k] + (inTail ? 2 * x[k] : 0), within(TOLERANCE));
      float sum = 2 * x[k] - 3 * y[k] + 0.5f * z[k] + 4 * w[k];
      assertThat(four[k]).isCloseTo(start[k] + (inTail ? sum : 0), within(TOLERANCE));
      assertThat(replaced[k]).isCloseTo(x[k] + 3 * start[k], within(TOLERANCE));
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
