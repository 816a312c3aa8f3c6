// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that an encoder learns.
 *
 * @param vectors of items and their categories, as {@link ItemFeatures} has them
 * @param lags w, [steps back, d]
 * @param map M, [d, d]
 */
record EncoderTables(AdamTable vectors, AdamTable lags, AdamTable map) {
  /** Everything that a step changes. */
  List<float[]> arrays() {
    return Stream.of(vectors, lags, map).flatMap(each -> each.arrays().stream()).toList();
  }
}
