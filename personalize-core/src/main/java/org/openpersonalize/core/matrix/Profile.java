// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;

/**
 * What one user's recent history says: distinct items in ascending order, each with a confidence, which is
 * less than 0 where the events speak against the item.
 *
 * <p>The arrays are shared, not copied, and must not be changed.
 */
public record Profile(int[] items, float[] confidences) {
  /** A user nothing is known of. */
  public static final Profile EMPTY = new Profile(new int[0], new float[0]);

  public int size() {
    return items.length;
  }

  public boolean isEmpty() {
    return items.length == 0;
  }

  /** The same without the items from this number on. */
  public Profile below(int item) {
    int place = Arrays.binarySearch(items, item);
    int length = place < 0 ? -place - 1 : place;
    return new Profile(Arrays.copyOf(items, length), Arrays.copyOf(confidences, length));
  }

  public boolean contains(int item) {
    return Arrays.binarySearch(items, item) >= 0;
  }

  /** The same with each confidence multiplied by the weight of its item. */
  public Profile weighed(float[] itemWeights) {
    float[] weighed = new float[items.length];
    for (int place = 0; place < weighed.length; place++) {
      weighed[place] = confidences[place] * itemWeights[items[place]];
    }
    return new Profile(items, weighed);
  }
}
