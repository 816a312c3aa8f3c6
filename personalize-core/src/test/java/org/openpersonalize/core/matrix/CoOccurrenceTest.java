// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CoOccurrenceTest {
  private static final int ITEMS = 200;
  private static final InteractionMatrix MATRIX =
      InteractionMatrix.of(TestData.random(6, 150, ITEMS, 3000), ConfidenceRule.everyEvent());
  private static final double ROUNDED = 1.0 / 2048; // what half floats change at most
  private static final long PLENTY = 1L << 30;

  @Test
  void every_pair_is_the_sum_over_the_users_who_had_both() {
    double[][] expected = slow(0.6);

    CoOccurrence counted = counted(0.6, PLENTY, 1);

    for (int item = 0; item < counted.items(); item++) {
      float[] row = new float[counted.items()];
      counted.addScaled(row, 1, item);
      for (int other = 0; other < row.length; other++) {
        assertThat((double) row[other])
            .isCloseTo(expected[item][other], within(ROUNDED * expected[item][other]));
      }
      assertThat(neighbours(counted, item)).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void rows_that_are_more_than_half_full_say_what_they_did_as_pairs() {
    CoOccurrence counted = counted(0, PLENTY, 1);
    CoOccurrence.Entries pairs = counted.entries();
    IntStream counts = IntStream.range(0, counted.items()).map(counted::neighbours);
    assertThat(counts.summaryStatistics())
        .satisfies(of -> assertThat(of.getMin()).isLessThanOrEqualTo(counted.items() / 2))
        .satisfies(of -> assertThat(of.getMax()).isGreaterThan(counted.items() / 2));
    assertThat(counted.sizeInBytes()).isLessThan(8L * pairs.sums().length + 12L * counted.items());

    CoOccurrence read = new CoOccurrence(counted.degrees(), pairs);

    assertThat(read.entries().starts()).isEqualTo(pairs.starts());
    assertThat(read.entries().neighbours()).isEqualTo(pairs.neighbours());
    assertThat(read.entries().sums()).isEqualTo(pairs.sums());
    int[] items = IntStream.range(0, counted.items()).toArray();
    float[] scales = new float[counted.items()];
    for (int item : items) {
      scales[item] = 1 + item % 3;
    }
    float[] together = new float[counted.items()];
    read.addScaled(together, scales, items);
    for (int other : items) {
      double expected = 0;
      for (int item : items) {
        expected += scales[item] * read.sum(item, other);
      }
      assertThat((double) together[other]).isCloseTo(expected, within(1e-2));
    }
    CoOccurrence twice = read.map((degree, otherDegree, sum) -> 2 * sum);
    assertThat(twice.sum(3, 4)).isEqualTo(2 * read.sum(3, 4));
    assertThat(twice.neighbours(3)).isEqualTo(read.neighbours(3));
    assertThat(read.atLeast(2).neighbours(3)).isEqualTo((int) Arrays.stream(items)
        .filter(other -> other != 3 && read.sum(3, other) >= 2)
        .count());
  }

  @Test
  void counts_are_exact_even_beyond_what_half_floats_can_say() {
    InteractionMatrix all =
        InteractionMatrix.of(TestData.random(7, 4000, 6, 60_000), ConfidenceRule.everyEvent());

    CoOccurrence counts = CoOccurrence.of(all, all.transpose(), 0, PLENTY, 1, () -> {});

    float[][] expected = slowCounts(all);
    float odd = 0; // and great, as no half float is
    for (int item = 0; item < counts.items(); item++) {
      float[] row = new float[counts.items()];
      counts.addScaled(row, 1, item);
      assertThat(row).isEqualTo(expected[item]);
      for (float count : row) {
        odd = count % 2 == 1 ? Math.max(odd, count) : odd;
      }
    }
    assertThat(odd).isGreaterThan(2048);
  }

  private static float[][] slowCounts(InteractionMatrix matrix) {
    float[][] counts = new float[matrix.columns()][matrix.columns()];
    for (int user = 0; user < matrix.rows(); user++) {
      for (int one = matrix.start(user); one < matrix.end(user); one++) {
        for (int other = matrix.start(user); other < matrix.end(user); other++) {
          counts[matrix.columnIndices()[one]][matrix.columnIndices()[other]]++;
        }
      }
    }
    return counts;
  }

  @Test
  void beyond_its_memory_each_item_keeps_the_neighbours_nearest_by_cosine() {
    CoOccurrence all = counted(0.6, PLENTY, 1);
    long memory = 8L * all.entries().sums().length / 3;

    CoOccurrence some = counted(0.6, memory, 1);

    assertThat(8 * some.entries().sums().length).isBetween((int) memory - 8 * ITEMS, (int) memory);
    int most = IntStream.range(0, some.items())
        .map(item -> some.neighbours(item))
        .max()
        .orElseThrow();
    for (int item = 0; item < some.items(); item++) {
      int[] neighbours = neighbours(all, item);
      int[] kept = neighbours(some, item);
      assertThat(kept).hasSize(Math.min(most, neighbours.length)).isSorted();
      double weakestKept = Double.MAX_VALUE;
      double strongestLost = 0;
      for (int n = 0; n < neighbours.length; n++) {
        float sum = all.sum(item, neighbours[n]);
        double strength = sum / Math.sqrt(all.degrees()[neighbours[n]]);
        int at = Arrays.binarySearch(kept, neighbours[n]);
        if (at >= 0) {
          assertThat((double) some.sum(item, neighbours[n]))
              .isCloseTo(sum, within(2 * ROUNDED * sum));
          weakestKept = Math.min(weakestKept, strength);
        } else {
          strongestLost = Math.max(strongestLost, strength);
        }
      }
      assertThat(weakestKept).isGreaterThan(strongestLost * (1 - 2 * ROUNDED));
    }
  }

  @Test
  void the_number_of_threads_does_not_matter() {
    CoOccurrence.Entries one = counted(0.3, PLENTY, 1).entries();
    CoOccurrence.Entries three = counted(0.3, PLENTY, 3).entries();

    assertThat(three.starts()).isEqualTo(one.starts());
    assertThat(three.neighbours()).isEqualTo(one.neighbours());
    assertThat(three.sums()).isEqualTo(one.sums());
  }

  @Test
  void counting_ends_when_it_is_called_off() {
    for (long memory : List.of(PLENTY, 1000L)) {
      assertThatThrownBy(() -> CoOccurrence.of(MATRIX, MATRIX.transpose(), 0, memory, 2, () -> {
            throw new CancellationException();
          }))
          .isInstanceOf(CancellationException.class);
    }
  }

  private static int[] neighbours(CoOccurrence counted, int item) {
    CoOccurrence.Entries entries = counted.entries();
    return Arrays.copyOfRange(
        entries.neighbours(), entries.starts()[item], entries.starts()[item + 1]);
  }

  private static CoOccurrence counted(double userExponent, long memory, int threads) {
    return CoOccurrence.of(MATRIX, MATRIX.transpose(), userExponent, memory, threads, () -> {});
  }

  private static double[][] slow(double userExponent) {
    double[][] sums = new double[MATRIX.columns()][MATRIX.columns()];
    for (int user = 0; user < MATRIX.rows(); user++) {
      int[] items =
          Arrays.copyOfRange(MATRIX.columnIndices(), MATRIX.start(user), MATRIX.end(user));
      for (int one : items) {
        for (int other : items) {
          sums[one][other] += Math.pow(items.length, -userExponent);
        }
      }
    }
    return sums;
  }
}
