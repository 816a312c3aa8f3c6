// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.util.List;
import java.util.Map;
import org.openpersonalize.core.exploration.ThompsonSampling;
import org.openpersonalize.store.interaction.ExposureTable.Exposure;

/**
 * The items among which is explored.
 *
 * @param items their numbers in the model, each once
 * @param ids of the same items
 * @param sampling by how often they were shown and taken
 */
record Candidates(int[] items, List<String> ids, ThompsonSampling sampling) {
  static final Candidates NONE = of(new int[0], List.of(), Map.of());

  /** @param exposures by the items' ids; none of an item that was never shown */
  static Candidates of(int[] items, List<String> ids, Map<String, Exposure> exposures) {
    long[] shown = new long[items.length];
    long[] taken = new long[items.length];
    for (int place = 0; place < items.length; place++) {
      Exposure exposure = exposures.get(ids.get(place));
      if (exposure != null) {
        shown[place] = exposure.shown();
        taken[place] = Math.min(exposure.shown(), exposure.taken());
      }
    }
    return new Candidates(items, ids, new ThompsonSampling(shown, taken));
  }

  int size() {
    return items.length;
  }
}
