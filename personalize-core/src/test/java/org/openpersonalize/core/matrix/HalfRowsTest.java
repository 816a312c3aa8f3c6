// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HalfRowsTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 37;
  private static final double LARGEST_CHANGE = 1.0 / 2048;

  /** Rows of all magnitudes, each with numbers from its greatest down to less than can be told from zero beside it. */
  private static final float[] FLOATS = floats();

  private final HalfRows halves = HalfRows.of(FLOATS, COLUMNS);

  private static float[] floats() {
    SplittableRandom random = new SplittableRandom(4);
    float[] floats = new float[ROWS * COLUMNS];
    for (int n = 0; n < floats.length; n++) {
      int magnitude = 2 * (n / COLUMNS) - ROWS - random.nextInt(40);
      floats[n] = Math.scalb((float) random.nextDouble(-1, 1), magnitude);
    }
    return floats;
  }

  @Test
  void a_number_changes_by_little_of_itself_or_is_nothing_beside_the_greatest_of_its_row() {
    int zeros = 0;
    for (int row = 0; row < ROWS; row++) {
      double greatest = greatest(row);
      for (int column = 0; column < COLUMNS; column++) {
        double before = FLOATS[row * COLUMNS + column];
        double after = halves.get(row, column);
        double largestChange =
            after == 0 ? greatest / (1 << 28) : LARGEST_CHANGE * Math.abs(before);
        assertThat(after).isCloseTo(before, within(largestChange));
        zeros += after == 0 ? 1 : 0;
      }
    }
    assertThat(zeros).isBetween(1, ROWS * COLUMNS / 2);
  }

  private static double greatest(int row) {
    double greatest = 0;
    for (int column = 0; column < COLUMNS; column++) {
      greatest = Math.max(greatest, Math.abs(FLOATS[row * COLUMNS + column]));
    }
    return greatest;
  }

  @Test
  void numbers_that_were_in_such_rows_stay_as_they_are() {
    float[] once = floats(halves);

    HalfRows again = HalfRows.of(once, COLUMNS);

    assertThat(floats(again)).isEqualTo(once);
    assertThat(again.values()).isEqualTo(halves.values());
    assertThat(again.scales()).isEqualTo(halves.scales());
  }

  @Test
  void a_greatest_number_that_is_rounded_up_to_a_power_of_two_stays_one() {
    float almost = Math.nextDown(2f);
    HalfRows rows = HalfRows.of(new float[] {almost, 0, almost / 4, 1e-30f}, 2);

    assertThat(floats(rows)).containsExactly(2, 0, 0.5f, 0);
    assertThat(HalfRows.of(floats(rows), 2).values()).isEqualTo(rows.values());
  }

  @Test
  void whole_numbers_up_to_2048_are_exact() {
    float[] counts = new float[2049];
    for (int n = 0; n < counts.length; n++) {
      counts[n] = n;
    }

    assertThat(floats(HalfRows.of(counts, counts.length))).isEqualTo(counts);
  }

  @Test
  void rows_are_added_up_whatever_their_scales() {
    int[] rows = {3, 50, 3, 59, 7};
    float[] scales = {1, -2, 0.5f, 1e9f, 9};
    float[] sums = new float[COLUMNS];

    halves.add(sums, rows, scales, 4);

    for (int column = 0; column < COLUMNS; column++) {
      double expected = 0;
      double greatest = 0;
      for (int n = 0; n < 4; n++) {
        double term = (double) scales[n] * halves.get(rows[n], column);
        expected += term;
        greatest = Math.max(greatest, Math.abs(term));
      }
      assertThat((double) sums[column]).isCloseTo(expected, within(1e-6 * greatest));
    }
  }

  @Test
  void numbers_that_are_not_so_many_rows_are_refused() {
    assertThatThrownBy(() -> new HalfRows(new short[7], new float[2], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("7 numbers are not 2 rows of 3 columns");
  }

  private static float[] floats(HalfRows rows) {
    int columns = rows.scales().length == 0 ? 0 : rows.values().length / rows.scales().length;
    float[] floats = new float[rows.values().length];
    for (int n = 0; n < floats.length; n++) {
      floats[n] = rows.get(n / columns, n % columns);
    }
    return floats;
  }
}
