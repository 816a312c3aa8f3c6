// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import org.openpersonalize.core.context.Situation.Evidence;

/** The lifts of a situation item by item, and which items have one; kept for one after the other. Not thread-safe. */
final class LiftSum {
  private final float[] lifts; // [items]
  private final boolean[] isTouched; // [items]
  private final int[] touched; // [items], the first size of them
  private int size;

  LiftSum(int items) {
    this.lifts = new float[items];
    this.isTouched = new boolean[items];
    this.touched = new int[items];
  }

  void clear() {
    for (int n = 0; n < size; n++) {
      lifts[touched[n]] = 0;
      isTouched[touched[n]] = false;
    }
    size = 0;
  }

  void add(Evidence each) {
    for (int value : each.values()) {
      each.lifts().forEach(value, (item, lift) -> {
        if (!isTouched[item]) {
          isTouched[item] = true;
          touched[size++] = item;
        }
        lifts[item] += (float) (each.scale() * lift);
      });
    }
  }

  /** The lift of an item, 0 if it has none. */
  double lift(int item) {
    return lifts[item];
  }

  /** How many items have a lift. */
  int size() {
    return size;
  }

  /** The n-th of them, in no order. */
  int touched(int n) {
    return touched[n];
  }
}
