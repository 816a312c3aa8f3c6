// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What catalogues may take.
 *
 * @param memory of all together, one that is being read beside the one that it is to replace included; null for a quarter
 *     of the heap
 */
public record CatalogSettings(@Nullable DataSize memory) {
  /** The memory in bytes. */
  long bytes() {
    return memory == null ? Runtime.getRuntime().maxMemory() / 4 : memory.toBytes();
  }
}
