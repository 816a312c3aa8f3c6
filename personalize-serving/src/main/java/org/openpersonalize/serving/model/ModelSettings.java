// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What models that answer requests may take.
 *
 * @param memory of all together, one that is being read beside the one that it is to replace included; null for half of the heap
 */
public record ModelSettings(@Nullable DataSize memory) {
  /** The memory in bytes. */
  long bytes() {
    return memory == null ? Runtime.getRuntime().maxMemory() / 2 : memory.toBytes();
  }
}
