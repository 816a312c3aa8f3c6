// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Work space that is kept between requests, for whoever would otherwise make as much anew for each: as many pieces as there are
 * processors, however many threads ask. Safe for any number of threads.
 *
 * @param <T> what is used by one caller at a time, and may be found as another one left it
 */
public final class Pool<T> {
  private final Supplier<T> maker;
  private final Queue<T> kept =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Has something done with a piece that nobody else has meanwhile. */
  public <R> R with(Function<T, R> use) {
    T kept = this.kept.poll();
    T piece = kept == null ? maker.get() : kept;
    try {
      return use.apply(piece);
    } finally {
      this.kept.offer(piece); // one too many is dropped
    }
  }

  /** As {@link #with}, for what has no outcome. */
  public void use(Consumer<T> use) {
    with(piece -> {
      use.accept(piece);
      return piece;
    });
  }
}
