// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.content.FeatureRows;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RandomizedSvdTest {
  private static final int ROWS = 300;
  private static final int COLUMNS = 200;

  /** Of rank 5 with singular values that halve, by a slow product of orthogonal cosines, and a little noise. */
  private static double[][] matrix(double noise) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] matrix = new double[ROWS][COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        for (int k = 0; k < 5; k++) {
          matrix[row][column] +=
              Math.pow(0.5, k) * cosine(row, k, ROWS) * cosine(column, k, COLUMNS);
        }
        matrix[row][column] += noise * random.nextGaussian();
      }
    }
    return matrix;
  }

  /** An orthonormal basis: that of the discrete cosine transform. */
  private static double cosine(int n, int k, int size) {
    return Math.sqrt(2.0 / size) * Math.cos(Math.PI * (n + 0.5) * (k + 1) / size);
  }

  @Test
  void the_vectors_are_those_that_the_matrix_was_made_of() {
    float[][] vectors = svd(matrix(0)).rightVectors(4, 1);

    for (int k = 0; k < 4; k++) {
      double product = 0;
      for (int column = 0; column < COLUMNS; column++) {
        product += vectors[column][k] * cosine(column, k, COLUMNS);
      }
      assertThat(Math.abs(product)).as("vector %d", k).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void of_a_matrix_of_lower_rank_there_are_fewer() {
    assertThat(svd(matrix(0)).rightVectors(64, 1)[0]).hasSizeBetween(5, 8);
  }

  @Test
  void the_vectors_are_orthonormal_and_take_nearly_all_that_so_many_can() {
    double[][] matrix = matrix(0.002);
    float[][] vectors = svd(matrix).rightVectors(8, 1);

    double left = 0;
    double all = 0;
    for (double[] row : matrix) {
      double[] projected = new double[8];
      for (int k = 0; k < 8; k++) {
        for (int column = 0; column < COLUMNS; column++) {
          projected[k] += row[column] * vectors[column][k];
        }
        left -= projected[k] * projected[k];
      }
      for (double value : row) {
        all += value * value;
      }
    }
    left += all;
    assertThat(left).as("the noise").isLessThan(0.002 * 0.002 * ROWS * COLUMNS);
    for (int k = 0; k < 8; k++) {
      for (int l = 0; l <= k; l++) {
        double product = 0;
        for (float[] row : vectors) {
          product += (double) row[k] * row[l];
        }
        assertThat(product).isCloseTo(k == l ? 1 : 0, within(1e-4));
      }
    }
  }

  private static RandomizedSvd svd(double[][] matrix) {
    FeatureRows.Builder rows = new FeatureRows.Builder(COLUMNS);
    for (double[] row : matrix) {
      for (int column = 0; column < COLUMNS; column++) {
        rows.add(column, row[column]);
      }
      rows.endRow();
    }
    return new RandomizedSvd(rows.build(), 2, TrainingProgress.NONE);
  }
}
