// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openpersonalize.core.kernel.HalfFloats;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.PlainKernels;
import org.openpersonalize.core.kernel.RightFactor;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.kernel.Tile;

/** Both kernels against the same slow loops in double, on sizes around those at which fast loops change their course. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KernelsTest {
  private static final int FACTOR_ROWS = 700;
  private static final int OTHERS = 3;

  private final SplittableRandom random = new SplittableRandom(17);

  static List<Kernels> kernels() {
    return List.of(new PlainKernels(), new VectorKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void rows_are_added_up_with_the_bits_of_plain_loops(Kernels kernels) {
    for (int length : new int[] {1, 15, 16, 17, 100}) {
      for (int count = 0; count <= 9; count++) {
        float[] values = floats(11 * length + 3);
        int[] starts = random.ints(count, 0, values.length - length + 1).toArray();
        float[] scales = floats(count);
        float[] sums = floats(length + 2);
        float[] expected = sums.clone();
        for (int n = 0; n < count; n++) {
          for (int k = 0; k < length; k++) {
            expected[k] += scales[n] * values[starts[n] + k];
          }
        }

        kernels.addRows(sums, length, values, starts, scales, count);

        assertThat(sums).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void rows_of_half_floats_are_added_up_with_the_bits_of_plain_loops(Kernels kernels) {
    for (int length : new int[] {1, 15, 16, 17, 100}) {
      for (int count = 0; count <= 9; count++) {
        short[] values = halves(11 * length + 3);
        int[] starts = random.ints(count, 0, values.length - length + 1).toArray();
        float[] scales = floats(count);
        float[] sums = floats(length + 2);
        float[] expected = sums.clone();
        for (int n = 0; n < count; n++) {
          for (int k = 0; k < length; k++) {
            expected[k] += scales[n] * HalfFloats.toFloat(values[starts[n] + k]);
          }
        }

        kernels.addHalfRows(sums, length, values, starts, scales, count);

        assertThat(sums).isEqualTo(expected);
      }
    }
  }

  private short[] halves(int length) {
    short[] halves = new short[length];
    for (int n = 0; n < length; n++) {
      halves[n] =
          HalfFloats.of((float) Math.scalb(random.nextDouble() - 0.5, random.nextInt(-15, 17)));
    }
    return halves;
  }

  private float[] floats(int length) {
    float[] values = new float[length];
    for (int n = 0; n < length; n++) {
      values[n] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void values_become_their_exponentials_and_are_summed(Kernels kernels) {
    for (int length : new int[] {1, 15, 16, 17, 300}) {
      float[] values = new float[length + 2];
      for (int n = 0; n < values.length; n++) {
        values[n] = (float) (random.nextDouble() * 120 - 110);
      }
      float[] before = values.clone();

      double sum = kernels.exponentiate(values, 1, length + 1, 1.5f);

      double expected = 0;
      for (int n = 1; n <= length; n++) {
        double exponential = Math.exp(Math.max(-80, before[n] - 1.5f));
        expected += exponential;
        assertThat((double) values[n]).isCloseTo(exponential, withinPercentage(3e-5));
      }
      assertThat(sum).isCloseTo(expected, withinPercentage(1e-4));
      assertThat(values[0]).isEqualTo(before[0]);
      assertThat(values[length + 1]).isEqualTo(before[length + 1]);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exponentials_of_scaled_values_are_summed(Kernels kernels) {
    for (int length : new int[] {0, 1, 15, 16, 17, 300}) {
      float[] values = values(length + 2);

      double sum = kernels.sumExponentials(values, 1, length + 1, 0.5f, 20);

      double expected = 0;
      for (int n = 1; n <= length; n++) {
        expected += Math.exp(20 * (values[n] - 0.5));
      }
      assertThat(sum).isCloseTo(expected, withinPercentage(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void the_greatest_value_and_the_first_above_a_bound_are_found(Kernels kernels) {
    for (int length : new int[] {0, 1, 15, 16, 17, 300}) {
      float[] values = values(length + 2);
      values[0] = 1;
      values[length + 1] = 1;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int n = 1; n <= length; n++) {
        greatest = Math.max(greatest, values[n]);
      }

      assertThat(kernels.greatest(values, 1, length + 1)).isEqualTo(greatest);
      assertThat(kernels.firstAbove(values, 1, length + 1, greatest)).isEqualTo(length + 1);
      for (int n = 1; n <= length; n++) {
        int first = kernels.firstAbove(values, 1, length + 1, values[n]);
        assertThat(first).isBetween(1, length + 1);
        for (int before = 1; before < first; before++) {
          assertThat(values[before]).isLessThanOrEqualTo(values[n]);
        }
        assertThat(first == length + 1 || values[first] > values[n]).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void an_element_of_a_product_has_the_same_bits_whatever_stands_beside_it(Kernels kernels) {
    for (int rank : new int[] {1, 7, 64, 300}) {
      for (int columns : new int[] {1, 31, 32, 33, 128, 1000}) {
        RightFactor right = rightFactor(kernels, columns(rank, 1024));
        float[] y = new float[rank];
        Tile left = Tile.of(values(21 * (rank + 3)), 21, rank + 3).part(0, 0, 21, rank);
        Tile products = Tile.of(values(21 * 1040), 21, 1040).part(0, 0, 21, columns);
        float[] behind = products.values().clone();

        kernels.multiplier(left).multiply(right, products);

        for (int row = 0; row < 21; row++) {
          Tile own = left.part(row, 0, 1, rank);
          float[] x = Arrays.copyOfRange(own.values(), own.start(), own.start() + rank);
          Tile alone = Tile.of(new float[columns], 1, columns);
          kernels.multiplier(own).multiply(right, alone);
          for (int column = 0; column < columns; column++) {
            right.copyColumn(column, y, 0);
            double sum = 0;
            for (int k = 0; k < rank; k++) {
              sum += (double) x[k] * y[k];
            }
            float product = products.values()[products.at(row, column)];
            assertThat((double) product).isCloseTo(sum, within(1e-4));
            assertThat(alone.values()[column]).isEqualTo(product);
            assertThat(right.product(x, column)).isEqualTo(product);
          }
          int end = products.at(row, 0) + columns;
          assertThat(Arrays.copyOfRange(products.values(), end, (row + 1) * 1040))
              .as("behind the tile")
              .isEqualTo(Arrays.copyOfRange(behind, end, (row + 1) * 1040));
        }
      }
    }
  }

  private float[][] columns(int rows, int columns) {
    float[][] values = new float[columns][];
    for (int column = 0; column < columns; column++) {
      values[column] = values(rows);
    }
    return values;
  }

  private static RightFactor rightFactor(Kernels kernels, float[][] columns) {
    RightFactor factor = kernels.rightFactor(columns[0].length, columns.length);
    for (int column = 0; column < columns.length; column++) {
      factor.setColumn(column, columns[column]);
    }
    return factor;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void columns_of_a_right_factor_are_read_as_they_were_written_and_a_copy_changes_alone(
      Kernels kernels) {
    float[][] columns = columns(7, 70);
    float[] other = values(7);
    RightFactor factor = rightFactor(kernels, columns);
    RightFactor copy = factor.copy();
    copy.setColumn(33, other);

    for (int column = 0; column < 70; column++) {
      assertThat(column(factor, column)).isEqualTo(columns[column]);
      assertThat(column(copy, column)).isEqualTo(column == 33 ? other : columns[column]);
    }
    assertThat(column(kernels.rightFactor(7, 70), 69)).containsOnly(0);
  }

  private static float[] column(RightFactor factor, int column) {
    float[] read = new float[9];
    factor.copyColumn(column, read, 1);
    assertThat(read[0] + read[8]).isZero();
    return Arrays.copyOfRange(read, 1, 8);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void bytes_are_multiplied_as_floats_are(Kernels kernels) {
    int columns = 3 * Kernels.BYTES_TOGETHER;
    for (int rank : new int[] {1, 7, 64}) {
      float[] left = values(rank);
      byte[] right = new byte[rank * columns];
      new Random(rank).nextBytes(right);
      float[] products = new float[columns];

      kernels.multiplyBytes(left, right, products, columns);

      for (int column = 0; column < columns; column++) {
        int panel = column / Kernels.BYTES_TOGETHER * Kernels.BYTES_TOGETHER * rank;
        double sum = 0;
        for (int k = 0; k < rank; k++) {
          sum += (double) left[k]
              * right[panel + k * Kernels.BYTES_TOGETHER + column % Kernels.BYTES_TOGETHER];
        }
        assertThat((double) products[column]).isCloseTo(sum, within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void all_places_above_a_bound_are_found_in_their_order(Kernels kernels) {
    for (int length : new int[] {0, 1, 15, 16, 17, 300}) {
      float[] values = values(length + 2);
      values[0] = 2;
      values[length + 1] = 2;
      for (float bound : new float[] {Float.NEGATIVE_INFINITY, -0.5f, 0, 0.4f, 1}) {
        int[] places = new int[length];

        int count = kernels.placesAbove(values, 1, length + 1, bound, places);

        assertThat(Arrays.copyOf(places, count))
            .isEqualTo(
                IntStream.rangeClosed(1, length).filter(n -> values[n] > bound).toArray());
      }
    }
  }

  static List<Arguments> kernelsAndProductSizes() {
    int[][] sizes = {
      {1, 1, 1},
      {1, 33, 5},
      {7, 16, 64},
      {8, 32, 1},
      {9, 31, 257},
      {64, 1024, 64},
      {65, 47, 300},
      {300, 530, 520},
      {1, 600, 10},
      {13, 1, 40}
    };
    List<Arguments> arguments = new ArrayList<>();
    for (Kernels kernels : List.of(new PlainKernels(), new VectorKernels())) {
      for (int[] size : sizes) {
        arguments.add(Arguments.of(kernels, size[0], size[1], size[2]));
      }
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("kernelsAndProductSizes")
  void products_are_added_to_what_is_there(Kernels kernels, int m, int n, int k) {
    for (boolean leftTransposed : new boolean[] {false, true}) {
      for (boolean rightTransposed : new boolean[] {false, true}) {
        Tile a = leftTransposed ? matrix(k, m).transposed() : matrix(m, k);
        Tile b = rightTransposed ? matrix(n, k).transposed() : matrix(k, n);
        Tile c = matrix(m, n);
        float[] before = c.values().clone();

        kernels.addProduct(c, -0.5f, a, b);

        boolean[] written = new boolean[before.length];
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int l = 0; l < k; l++) {
              sum += (double) a.values()[a.at(i, l)] * b.values()[b.at(l, j)];
            }
            int at = c.at(i, j);
            written[at] = true;
            assertThat((double) c.values()[at])
                .as("element %d, %d", i, j)
                .isCloseTo(before[at] - 0.5 * sum, within(1e-4));
          }
        }
        for (int at = 0; at < before.length; at++) {
          if (!written[at]) {
            assertThat(c.values()[at]).as("outside of the tile").isEqualTo(before[at]);
          }
        }
      }
    }
  }

  static List<Arguments> kernelsRanksAndRows() {
    List<Arguments> arguments = new ArrayList<>();
    for (Kernels kernels : List.of(new PlainKernels(), new VectorKernels())) {
      for (int rank : new int[] {16, 48, 64, 128}) {
        for (int rows : new int[] {0, 1, 3, 4, 5, 64, 255, 256, 257, 600}) {
          arguments.add(Arguments.of(kernels, rank, rows));
        }
      }
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("kernelsRanksAndRows")
  void rows_are_multiplied_and_combined(Kernels kernels, int rank, int rows) {
    Rows gathered = new Rows(kernels, rank, rows);
    int end = OTHERS + rows;
    float[] weights = values(end);
    float[] right = values(end);
    float[] x = values(rank + 3);
    float[] products = new float[end];
    float[] combination = values(rank + 5);
    float[] combinationBefore = combination.clone();
    float[] residual = values(rank + 5);
    float[] residualBefore = residual.clone();
    float[] product = values(rank + 5);
    float[] productBefore = product.clone();
    float[] outer = values(rank * rank + 7);
    float[] outerBefore = outer.clone();

    gathered.buffer.multiply(OTHERS, end, x, 3, products);
    gathered.buffer.addCombination(OTHERS, end, weights, combination, 5);
    double rightPart = gathered.buffer.addResidual(OTHERS, end, right, x, 3, residual, 5);
    gathered.buffer.subtractProduct(OTHERS, end, x, 3, product, 5);
    gathered.buffer.addOuterProducts(OTHERS, end, outer, 7);

    assertThat(gathered.buffer.size()).isEqualTo(end);
    double[] sums = new double[rank];
    double[] residuals = new double[rank];
    double[] scaled = new double[rank];
    double[][] squares = new double[rank][rank];
    double expectedRightPart = 0;
    for (int r = OTHERS; r < end; r++) {
      double expected = 0;
      for (int k = 0; k < rank; k++) {
        expected += gathered.at(r, k) * x[3 + k];
      }
      assertThat((double) products[r]).isCloseTo(expected, within(1e-4));
      expectedRightPart += right[r] * expected;
      for (int k = 0; k < rank; k++) {
        sums[k] += weights[r] * gathered.at(r, k);
        scaled[k] += expected * gathered.at(r, k);
        residuals[k] += (right[r] - expected) * gathered.at(r, k);
        for (int l = k; l < rank; l++) {
          squares[k][l] += gathered.at(r, k) * gathered.at(r, l);
        }
      }
    }
    assertThat(rightPart).isCloseTo(expectedRightPart, within(1e-3));
    for (int k = 0; k < rank; k++) {
      assertThat((double) combination[5 + k])
          .isCloseTo(combinationBefore[5 + k] + sums[k], within(1e-3));
      assertThat((double) residual[5 + k])
          .isCloseTo(residualBefore[5 + k] + residuals[k], within(1e-3));
      assertThat((double) product[5 + k]).isCloseTo(productBefore[5 + k] - scaled[k], within(1e-3));
      for (int l = k; l < rank; l++) {
        assertThat((double) outer[7 + k * rank + l])
            .isCloseTo(outerBefore[7 + k * rank + l] + squares[k][l], within(1e-3));
      }
    }
  }

  static List<Arguments> kernelsAndOrders() {
    List<Arguments> arguments = new ArrayList<>();
    for (Kernels kernels : List.of(new PlainKernels(), new VectorKernels())) {
      for (int n : new int[] {16, 32, 48, 64, 112, 128, 208}) {
        for (int count : new int[] {1, 3, 4}) {
          arguments.add(Arguments.of(kernels, n, count));
        }
      }
    }
    return arguments;
  }

  @ParameterizedTest
  @MethodSource("kernelsAndOrders")
  void positive_definite_systems_are_solved(Kernels kernels, int n, int count) {
    float[] matrices = positiveDefinite(n, count);
    float[] x = values(count * n);
    float[] b = new float[count * n];
    for (int row = 0; row < count * n; row++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += (double) matrices[row * n + j] * x[row / n * n + j];
      }
      b[row] = (float) sum;
    }
    for (int row = 0; row < count * n; row++) {
      for (int j = 0; j < row % n; j++) {
        matrices[row * n + j] = 1000; // must have no effect
      }
    }

    assertThat(kernels.solve(matrices, n, count, b)).isTrue();

    for (int k = 0; k < count * n; k++) {
      assertThat((double) b[k]).as("x %d", k).isCloseTo(x[k], within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndOrders")
  void a_matrix_that_is_not_positive_definite_is_refused(Kernels kernels, int n, int count) {
    float[] matrices = positiveDefinite(n, count);
    for (float pivot : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      for (int k = 0; k < n; k++) {
        float[] damaged = matrices.clone();
        damaged[damaged.length - n * n + k * n + k] = pivot;

        assertThat(kernels.solve(damaged, n, count, new float[count * n]))
            .as("%s in row %d", pivot, k)
            .isFalse();
      }
    }
  }

  @Test
  void the_vector_kernels_are_found_and_taken() {
    assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
    assertThat(Kernels.best().name()).matches("vector-(128|256|512)");
  }

  @Test
  void a_tile_that_reaches_beyond_its_array_is_refused() {
    assertThatThrownBy(() -> Tile.of(new float[11], 3, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** A matrix that stands somewhere inside a larger array. */
  private Tile matrix(int rows, int columns) {
    int stride = columns + 3;
    return new Tile(values(5 + rows * stride), 5, rows, columns, stride, 1);
  }

  private float[] positiveDefinite(int n, int count) {
    float[] matrices = new float[count * n * n];
    for (int first = 0; first < matrices.length; first += n * n) {
      float[] y = values(n * n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sum = i == j ? 1 : 0;
          for (int k = 0; k < n; k++) {
            sum += (double) y[i * n + k] * y[j * n + k];
          }
          matrices[first + i * n + j] = (float) sum;
        }
      }
    }
    return matrices;
  }

  private float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return values;
  }

  /** Random rows of a factor matrix in a buffer, behind {@link #OTHERS} that are not looked at. */
  private final class Rows {
    final int stride;
    final float[] factors;
    final float[] scales;
    final int[] indices;
    final RowBuffer buffer;

    Rows(Kernels kernels, int rank, int rows) {
      stride = rank + 16;
      factors = values(FACTOR_ROWS * stride);
      scales = values(OTHERS + rows);
      indices = random.ints(OTHERS + rows, 0, FACTOR_ROWS).toArray();
      buffer = rows % 2 == 0 ? kernels.lastingRowBuffer(rank) : kernels.rowBuffer(rank);
      buffer.add(factors, stride, 0, new int[300], 0, 300, new float[300], 0);
      buffer.clear();
      buffer.add(factors, stride, 16, indices, 0, OTHERS, scales, 0);
      buffer.add(factors, stride, 16, indices, OTHERS, OTHERS + rows, scales, OTHERS);
    }

    double at(int row, int k) {
      return (double) scales[row] * factors[indices[row] * stride + 16 + k];
    }
  }
}
