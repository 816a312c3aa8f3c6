// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HeapKeeperTest {
  private static final long MB = 1 << 20;

  private final SomeHeap heap = new SomeHeap();
  private final HeapKeeper keeper = new HeapKeeper(heap);

  @Test
  void a_small_heap_is_left_alone() {
    heap.committed = HeapKeeper.SMALL;

    keeper.look();

    assertThat(heap.collections).isZero();
  }

  @Test
  void
      a_large_heap_is_looked_through_once_and_again_when_it_is_half_as_large_again_as_what_was_left() {
    heap.committed = 3_000 * MB;
    heap.live = 400 * MB;
    keeper.look();
    assertThat(heap.collections).isEqualTo(1);

    keeper.look();
    heap.committed = 600 * MB;
    keeper.look();
    assertThat(heap.collections).isEqualTo(1);

    heap.committed = 601 * MB;
    keeper.look();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void what_a_training_needs_is_not_looked_through_all_the_time() {
    heap.committed = 4_000 * MB;
    heap.live = 3_000 * MB;
    for (int minute = 0; minute < 10; minute++) {
      keeper.look();
    }
    assertThat(heap.collections).isEqualTo(1);

    heap.live = 400 * MB;
    heap.committed = 4_600 * MB;
    keeper.look();

    assertThat(heap.committed).isLessThan(600 * MB);
  }

  private static final class SomeHeap implements HeapKeeper.Heap {
    private long committed;
    private long live;
    private int collections;

    @Override
    public long committed() {
      return committed;
    }

    @Override
    public long used() {
      return live;
    }

    @Override
    public void collect() {
      collections++;
      committed = live + live / 3;
    }
  }
}
