// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.training.TrainingData;

/**
 * Which rows of a table of vectors make the vector of an item: its own, and those of its categories, each divided by the square
 * root of how many these are. The items' own rows come first. Immutable.
 */
final class ItemFeatures {
  private final Categories categories;

  private ItemFeatures(Categories categories) {
    this.categories = categories;
  }

  /** By the records of the items; without records every item has its own row alone. */
  static ItemFeatures of(TrainingData data) {
    return new ItemFeatures(Categories.of(data));
  }

  int items() {
    return categories.items();
  }

  /** How many rows the table has. */
  int rows() {
    return categories.items() + categories.count();
  }

  /** How many rows make an item. */
  int count(int item) {
    return 1 + categories.of(item).length;
  }

  /** The n-th row of an item. */
  int row(int item, int n) {
    return n == 0 ? item : items() + categories.of(item)[n - 1];
  }

  /** How much the n-th row of an item counts. */
  float weight(int item, int n) {
    return n == 0 ? 1 : (float) (1 / Math.sqrt(categories.of(item).length));
  }

  /**
   * Makes the vector of an item.
   *
   * @param table of rows of [rank]
   * @param vector [rank], overwritten by it
   * @param room [rank]
   */
  void copy(int item, float[] table, float[] vector, float[] room) {
    int rank = vector.length;
    System.arraycopy(table, item * rank, vector, 0, rank);
    for (int n = 1; n < count(item); n++) {
      System.arraycopy(table, row(item, n) * rank, room, 0, rank);
      Vectors.addScaled(vector, weight(item, n), room);
    }
  }
}
