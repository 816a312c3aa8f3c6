// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much goes to the items that get most of it.
 *
 * @param items how many of those
 * @param events of all that was taken, the share of the items that were taken most, 0 to 1
 * @param recommendations of all places in answers, the share of the items that were shown most; absent if nothing was shown
 */
public record ShownShare(int items, double events, @Nullable Double recommendations) {
  private static final int[] STEPS = {1, 2, 3, 5, 7};

  /**
   * The shares for 1, 2, 3, 5, 7, 10, 20 items and so on, and for all.
   *
   * @param taken [items] how often
   * @param shown [items] how often
   */
  static List<ShownShare> of(int[] taken, int[] shown) {
    double[] events = cumulated(taken);
    double[] places = cumulated(shown);
    List<ShownShare> shares = new ArrayList<>();
    for (int unit = 1; unit > 0 && unit <= taken.length; unit = unit * 10) {
      for (int step : STEPS) {
        if ((long) step * unit < taken.length) {
          shares.add(of(step * unit, events, places));
        }
      }
    }
    if (taken.length > 0) {
      shares.add(of(taken.length, events, places));
    }
    return shares;
  }

  private static ShownShare of(int items, double[] events, double[] places) {
    double all = places[places.length - 1];
    return new ShownShare(
        items,
        events[items - 1] / Math.max(1, events[events.length - 1]),
        all == 0 ? null : places[items - 1] / all);
  }

  /** The sums of the greatest so many. */
  private static double[] cumulated(int[] counts) {
    int[] ascending = counts.clone();
    Arrays.sort(ascending);
    double[] sums = new double[ascending.length];
    double sum = 0;
    for (int place = 0; place < sums.length; place++) {
      sum += ascending[sums.length - 1 - place];
      sums[place] = sum;
    }
    return sums;
  }
}
