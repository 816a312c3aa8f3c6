// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.List;

/** What is known of one situation: the lifts of its values, times what their columns count. */
record Situation(List<Evidence> evidence) {

  /**
   * One column.
   *
   * @param values its values in this situation, at least one; of several the mean lift counts
   */
  record Evidence(ColumnLifts lifts, int[] values, double weight) {
    /** What the lifts of each of the values are multiplied by. */
    double scale() {
      return weight / values.length;
    }
  }

  boolean isEmpty() {
    return evidence.isEmpty();
  }

  /**
   * Adds what is known of the items {@code [first, first + count)}.
   *
   * @param sum [at least count] of these items
   */
  void add(double scale, int first, int count, float[] sum) {
    for (Evidence each : evidence) {
      for (int value : each.values()) {
        each.lifts().add(value, scale * each.scale(), first, count, sum);
      }
    }
  }

  /** What {@link #add} adds for one item. */
  float lift(double scale, int item) {
    float[] sum = new float[1];
    add(scale, item, 1, sum);
    return sum[0];
  }
}
