// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.openpersonalize.core.matrix.Profile;

/**
 * How an item's score comes about: what each item of the history adds to it, and what none of them does. All of it together
 * is the score, but for the rounding of floats.
 *
 * @param byItem amounts by the numbers of the history's items; less than 0 where one speaks against
 * @param remainder what belongs to no item of the history
 */
public record Contributions(SortedMap<Integer, Double> byItem, double remainder) {
  /** Nothing, which others can be added to. */
  public static final Contributions NONE = unexplained(0);

  public Contributions {
    byItem = Collections.unmodifiableSortedMap(byItem);
  }

  /** Of a score that is not taken apart, or that no history has anything to do with. */
  public static Contributions unexplained(double score) {
    return new Contributions(new TreeMap<>(), score);
  }

  /**
   * Of a score that a history makes alone.
   *
   * @param amounts what the n-th item of the profile adds, by n
   */
  public static Contributions of(Profile profile, IntToDoubleFunction amounts) {
    SortedMap<Integer, Double> byItem = new TreeMap<>();
    for (int n = 0; n < profile.size(); n++) {
      byItem.put(profile.items()[n], amounts.applyAsDouble(n));
    }
    return new Contributions(byItem, 0);
  }

  /** Of the sum of this score and another one {@code scale} times. */
  public Contributions plus(double scale, Contributions other) {
    SortedMap<Integer, Double> sums = new TreeMap<>(byItem);
    other.byItem.forEach((item, amount) -> sums.merge(item, scale * amount, Double::sum));
    return new Contributions(sums, remainder + scale * other.remainder);
  }

  /** What an item of the history adds, zero if it adds nothing. */
  public double of(int item) {
    return byItem.getOrDefault(item, 0.0);
  }

  /** All of it together: the score. */
  public double sum() {
    return remainder + byItem.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
