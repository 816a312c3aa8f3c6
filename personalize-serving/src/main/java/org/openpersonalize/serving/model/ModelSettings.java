// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What models that answer requests may take.
 *
 * @param memory of all together, one that is being read beside the one that it is to replace included; null for half of the heap
 * @param keptScores of what they said to visitors who may ask again, beside the models; null for 64 MB, or a sixteenth of the heap where
 *     that is less
 */
public record ModelSettings(
    @Nullable DataSize memory, @Nullable DataSize keptScores) {
  private static final DataSize MOST_KEPT = DataSize.ofMegabytes(64);

  /** The memory in bytes. */
  long bytes() {
    return memory == null ? Runtime.getRuntime().maxMemory() / 2 : memory.toBytes();
  }

  /** What scores that are kept may take, in bytes. */
  long keptBytes() {
    return keptScores == null
        ? Math.min(MOST_KEPT.toBytes(), Runtime.getRuntime().maxMemory() / 16)
        : keptScores.toBytes();
  }
}
