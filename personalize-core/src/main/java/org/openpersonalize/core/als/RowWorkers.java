// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.RowBlocks;

/** Threads that solve rows, with the room that each has for entries: kept from sweep to sweep, since it is large. */
final class RowWorkers {
  private final Kernels kernels;
  private final List<RowEntries> entries;

  /** @param rank K, without the zeros up to a multiple of {@link Kernels#WIDTH} */
  RowWorkers(Kernels kernels, int rank, int threads) {
    this.kernels = kernels;
    this.entries = Stream.generate(
            () -> new RowEntries(kernels.lastingRowBuffer(Kernels.padded(rank))))
        .limit(threads)
        .toList();
  }

  /** Makes the task of a worker with the worker's own entries. */
  interface TaskOf {
    RowBlocks.Task with(RowEntries own);
  }

  Kernels kernels() {
    return kernels;
  }

  int threads() {
    return entries.size();
  }

  /** Does all blocks and returns when they are done. */
  void run(RowBlocks blocks, TaskOf task) {
    AtomicInteger workers = new AtomicInteger();
    Supplier<RowBlocks.Task> next = () -> task.with(entries.get(workers.getAndIncrement()));
    blocks.run(threads(), next);
  }
}
