// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.Fading.Law;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InteractionMatrixTest {
  private final InteractionLog log = TestData.random(5, 60, 90, 3000);

  @Test
  void confidences_are_what_a_dense_table_of_the_log_adds_up_to() {
    ConfidenceRule rule = ConfidenceRule.everyEvent()
        .withFading(new Fading(Law.HYPERBOLIC, Duration.ofDays(30), 0.2, 9));
    double[][] expected = new double[log.users().size()][log.items().size()];
    for (int user = 0; user < expected.length; user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        long time = log.epochMillis(row);
        double days = (log.epochMillis(log.end(user) - 1) - time) / 86_400_000.0;
        long newer = IntStream.range(row, log.end(user))
            .filter(other -> log.epochMillis(other) > time)
            .count();
        expected[user][log.item(row)] +=
            Math.max(0.2, 1 / (1 + days / 30)) / Math.sqrt(1 + newer / 3.0);
      }
    }

    float[][] actual = dense(InteractionMatrix.of(log, rule));

    for (int user = 0; user < expected.length; user++) {
      for (int item = 0; item < expected[user].length; item++) {
        assertThat((double) actual[user][item]).isCloseTo(expected[user][item], within(1e-5));
      }
    }
  }

  @Test
  void the_transpose_has_rows_and_columns_exchanged() {
    InteractionMatrix matrix = InteractionMatrix.of(log, ConfidenceRule.everyEvent());
    InteractionMatrix transpose = matrix.transpose();
    float[][] original = dense(matrix);
    float[][] exchanged = dense(transpose);

    assertThat(transpose.rows()).isEqualTo(matrix.columns());
    for (int row = 0; row < original.length; row++) {
      for (int column = 0; column < original[row].length; column++) {
        assertThat(exchanged[column][row]).isEqualTo(original[row][column]);
      }
    }
  }

  @Test
  void matrix_and_transpose_take_sixteen_bytes_an_entry_and_four_a_row() {
    InteractionMatrix matrix = InteractionMatrix.of(log, ConfidenceRule.everyEvent());

    assertThat(matrix.sizeInBytes() + matrix.transpose().sizeInBytes())
        .isEqualTo(16L * matrix.entries() + 4L * (matrix.rows() + matrix.columns() + 2));
  }

  @Test
  void confidences_that_are_all_one_are_not_stored() {
    InteractionLogBuilder distinct = new InteractionLogBuilder();
    for (int user = 0; user < 50; user++) {
      for (int item = user % 7; item < 60; item += 3) {
        distinct.add("u" + user, "i" + item, "view", Float.NaN, item);
      }
    }
    InteractionMatrix matrix = InteractionMatrix.of(distinct.build(), ConfidenceRule.everyEvent());
    float[] copy = new float[5];
    matrix.copyConfidences(10, 13, copy, 1);

    assertThat(matrix.sizeInBytes() + matrix.transpose().sizeInBytes())
        .isEqualTo(8L * matrix.entries() + 4L * (matrix.rows() + matrix.columns() + 2));
    assertThat(matrix.confidence(7)).isEqualTo(1);
    assertThat(copy).containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void confidences_before_the_first_that_is_not_one_are_kept() {
    InteractionLogBuilder repeated = new InteractionLogBuilder();
    repeated.add("a", "x", "view", Float.NaN, 1);
    repeated.add("a", "y", "view", Float.NaN, 2);
    repeated.add("b", "x", "view", Float.NaN, 3);
    repeated.add("b", "x", "view", Float.NaN, 4);
    InteractionMatrix matrix = InteractionMatrix.of(repeated.build(), ConfidenceRule.everyEvent());

    assertThat(dense(matrix)).isDeepEqualTo(new float[][] {{1, 1}, {2, 0}});
    assertThat(dense(matrix.transpose())).isDeepEqualTo(new float[][] {{1, 2}, {1, 0}});
  }

  private static float[][] dense(InteractionMatrix matrix) {
    float[][] dense = new float[matrix.rows()][matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int entry = matrix.start(row); entry < matrix.end(row); entry++) {
        dense[row][matrix.columnIndices()[entry]] += matrix.confidence(entry);
        assertThat(entry == matrix.start(row)
                || matrix.columnIndices()[entry - 1] < matrix.columnIndices()[entry])
            .as("ascending columns")
            .isTrue();
      }
    }
    return dense;
  }

  @Test
  void items_that_users_do_not_like_can_be_left_out() {
    InteractionMatrix matrix = InteractionMatrix.of(
        List.of(
            new Profile(new int[] {0, 2, 3}, new float[] {1, -2, 0.5f}),
            new Profile(new int[] {1}, new float[] {-1}),
            new Profile(new int[] {2}, new float[] {3})),
        4);

    InteractionMatrix liked = matrix.liked();

    assertThat(liked.columnIndices()).containsExactly(0, 3, 2);
    assertThat(new int[] {liked.end(0), liked.end(1), liked.end(2)}).containsExactly(2, 2, 3);
    assertThat(new float[] {liked.confidence(0), liked.confidence(1), liked.confidence(2)})
        .containsExactly(1, 0.5f, 3);
    assertThat(liked.columns()).isEqualTo(4);
    assertThat(liked.liked()).isSameAs(liked);
  }
}
