// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.time.Duration;

/**
 * How much less an event counts for its age and for the events that came after it.
 *
 * <p>An event of age a with r newer ones counts {@code max(floor, law(a / halfLife)) / √(1 + 3r / halfRank)}. Both are
 * counted from the user's own newest event.
 *
 * @param law how age is forgotten
 * @param halfLife the age at which half is left
 * @param floor what age leaves at least, so that a customer who returns after years is not a newcomer; 0 to 1
 * @param halfRank the number of newer events after which half is left, whatever their age; 0 if only age matters
 */
public record Fading(Law law, Duration halfLife, double floor, int halfRank) {

  /** How age is forgotten. */
  public enum Law {
    /** 2^(−x): what is left halves with every half-life. */
    EXPONENTIAL {
      @Override
      double left(long ageMillis, long halfLifeMillis) {
        return Math.exp(-(Math.log(2) / halfLifeMillis) * ageMillis);
      }
    },
    /** 1 / (1 + x): most is forgotten soon, and the rest only slowly. */
    HYPERBOLIC {
      @Override
      double left(long ageMillis, long halfLifeMillis) {
        return 1 / (1 + (double) ageMillis / halfLifeMillis);
      }
    };

    abstract double left(long ageMillis, long halfLifeMillis);
  }

  /** By age alone and without a floor: how models up to format 2 forget. */
  public static Fading exponential(Duration halfLife) {
    return new Fading(Law.EXPONENTIAL, halfLife, 0, 0);
  }

  /** The same with another half-life. */
  public Fading withHalfLife(Duration other) {
    return new Fading(law, other, floor, halfRank);
  }

  /**
   * What is left of an event.
   *
   * @param ageMillis ≥ 0
   * @param newer how many of the user's events are newer
   */
  double left(long ageMillis, int newer) {
    double byAge = Math.max(floor, law.left(ageMillis, halfLife.toMillis()));
    return halfRank == 0 ? byAge : byAge / Math.sqrt(1 + 3.0 * newer / halfRank);
  }
}
