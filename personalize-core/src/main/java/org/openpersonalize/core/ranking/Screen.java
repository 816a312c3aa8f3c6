// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;
import org.openpersonalize.core.kernel.Kernels;

/**
 * Finds the items that can be among the n best where scores are known within bounds: all but those that even at their best are
 * worse than n others at their worst. Not thread-safe.
 */
final class Screen {
  private static final int ROOM = 1024;

  private final ItemFilter filter;
  private final TopN sure; // by what each scores at least
  private int[] items = new int[ROOM];
  private float[] scores = new float[ROOM];
  private float[] known = new float[ROOM]; // errors of the same
  private int size;

  /** @param filter which items may be among them */
  Screen(int n, ItemFilter filter) {
    this.filter = filter;
    this.sure = new TopN(n);
  }

  /**
   * Takes the next items.
   *
   * @param coarse scores of the items {@code [first, first + count)}
   * @param errors of the same items
   * @param greatestError of them
   * @param places [at least count], overwritten
   */
  void offer(
      int first, int count, float[] coarse, float[] errors, float greatestError, int[] places) {
    float bound = sure.hasRoom()
        ? Float.NEGATIVE_INFINITY
        : Math.nextDown(sure.least() - greatestError) - Math.ulp(sure.least());
    int few = Kernels.best().placesAbove(coarse, 0, count, bound, places);
    for (int n = 0; n < few; n++) {
      int place = places[n];
      if (isPossible(coarse[place], errors[place]) && filter.allows(first + place)) {
        add(first + place, coarse[place], errors[place]);
        sure.offer(first + place, Math.nextDown(coarse[place] - errors[place]));
      }
    }
  }

  private boolean isPossible(float score, float error) {
    return sure.hasRoom() || Math.nextUp(score + error) >= sure.least();
  }

  private void add(int item, float score, float error) {
    if (size == items.length) {
      forgetImpossible();
      if (size > items.length / 2) {
        items = Arrays.copyOf(items, 2 * items.length);
        scores = Arrays.copyOf(scores, items.length);
        known = Arrays.copyOf(known, items.length);
      }
    }
    items[size] = item;
    scores[size] = score;
    known[size++] = error;
  }

  private void forgetImpossible() {
    int kept = 0;
    for (int n = 0; n < size; n++) {
      if (isPossible(scores[n], known[n])) {
        items[kept] = items[n];
        scores[kept] = scores[n];
        known[kept++] = known[n];
      }
    }
    size = kept;
  }

  /** Takes an item that is possible, its coarse score and the error of that. */
  interface Visitor {
    void visit(int item, float coarse, float error);
  }

  /** The items that can be among the n best, when all were offered. */
  void forEach(Visitor visitor) {
    forgetImpossible();
    for (int n = 0; n < size; n++) {
      visitor.visit(items[n], scores[n], known[n]);
    }
  }
}
