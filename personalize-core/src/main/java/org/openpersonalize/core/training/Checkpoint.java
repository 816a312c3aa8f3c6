// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.training;

import java.util.List;

/**
 * What a training has learned after a number of steps: all it needs to go on.
 *
 * @param step how many steps are done, such as sweeps; ≥ 1
 * @param arrays shared, not copied
 */
public record Checkpoint(int step, List<float[]> arrays) {
  public Checkpoint {
    arrays = List.copyOf(arrays);
  }
}
