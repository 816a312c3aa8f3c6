// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;

/** Sums weights of some of many items, one row at a time. Keeps 8 bytes an item and is not thread-safe. */
final class SparseRow {
  private final float[] sums; // [I]
  private final int[] touched; // [I], those before size
  private int size;

  SparseRow(int items) {
    this.sums = new float[items];
    this.touched = new int[items];
  }

  /** @param weight greater than 0 */
  void add(int item, float weight) {
    if (sums[item] == 0) {
      touched[size++] = item;
    }
    sums[item] += weight;
  }

  /** Multiplies the sum of each item by a factor greater than 0, [I]. */
  void scale(float[] factors) {
    for (int n = 0; n < size; n++) {
      sums[touched[n]] *= factors[touched[n]];
    }
  }

  /** The items with the greatest sums, the smaller number first where they are equal; ascending by number. */
  int[] strongest(int most) {
    if (size <= most) {
      int[] all = Arrays.copyOf(touched, size);
      Arrays.sort(all);
      return all;
    }
    long[] byStrength = new long[size];
    for (int n = 0; n < size; n++) {
      int item = touched[n];
      byStrength[n] = (long) ~Float.floatToIntBits(sums[item]) << Integer.SIZE | item;
    }
    Arrays.sort(byStrength); // positive floats sort like their bits
    int[] strongest = new int[most];
    for (int n = 0; n < most; n++) {
      strongest[n] = (int) byStrength[n];
    }
    Arrays.sort(strongest);
    return strongest;
  }

  /** The sums of these items. */
  float[] weights(int[] items) {
    float[] weights = new float[items.length];
    for (int n = 0; n < items.length; n++) {
      weights[n] = sums[items[n]];
    }
    return weights;
  }

  /** Makes ready for the next row. */
  void clear() {
    for (int n = 0; n < size; n++) {
      sums[touched[n]] = 0;
    }
    size = 0;
  }
}
