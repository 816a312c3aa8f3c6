// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/**
 * Keeps some places of an answer for items of which little is known yet.
 *
 * @param items among which is chosen, each once
 * @param share with which each place is kept that no promotion has, from 0 to 1
 * @param appeal what speaks for them beside their scores
 */
public record Exploration(int[] items, double share, Appeal appeal) {
  /** Every place is for the best. */
  public static final Exploration NONE = new Exploration(new int[0], 0, place -> 0);

  /** What speaks for an item, whoever asks. */
  @FunctionalInterface
  public interface Appeal {
    /**
     * As the logarithm of odds, on the scale of a score that is divided by the {@linkplain Calibration temperature}.
     *
     * @param place in {@link Exploration#items}
     */
    double of(int place);
  }

  boolean isNone() {
    return share == 0 || items.length == 0;
  }
}
