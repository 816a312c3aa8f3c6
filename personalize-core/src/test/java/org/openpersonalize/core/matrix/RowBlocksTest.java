// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RowBlocksTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void every_row_is_done_once(int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(1003);

    new RowBlocks(1003, 10).run(threads, () -> (block, from, to) -> {
      assertThat(from).isEqualTo(10 * block);
      for (int row = from; row < to; row++) {
        done.incrementAndGet(row);
      }
    });

    for (int row = 0; row < 1003; row++) {
      assertThat(done.get(row)).isEqualTo(1);
    }
  }

  @Test
  void threads_that_are_kept_do_every_row_of_each_call_once() {
    AtomicIntegerArray done = new AtomicIntegerArray(103);
    ExecutorService helpers = RowBlocks.helpers();
    for (int call = 0; call < 50; call++) {
      new RowBlocks(103, 10).run(3, helpers, () -> (block, from, to) -> {
        for (int row = from; row < to; row++) {
          done.incrementAndGet(row);
        }
      });
    }
    helpers.shutdown();

    for (int row = 0; row < 103; row++) {
      assertThat(done.get(row)).isEqualTo(50);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void what_a_task_throws_reaches_the_caller(int threads) {
    RowBlocks blocks = new RowBlocks(100, 1);

    assertThatThrownBy(() -> blocks.run(threads, () -> (block, from, to) -> {
          if (block == 50) {
            throw new IllegalStateException("block 50");
          }
        }))
        .hasMessage("block 50");
  }

  @Test
  void no_rows_are_no_work() {
    new RowBlocks(0, 8).run(4, () -> (block, from, to) -> assertThat(block).isNegative());
  }
}
