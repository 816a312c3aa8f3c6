// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/**
 * What was learned about turning a model's scores into probabilities.
 *
 * <p>Item i has the probability {@code softmax((scoreᵢ + seenOffset · [i in the history]) / temperature)}.
 *
 * @param seenOffset added to the scores of items the user already had, ≤ 0: about zero where people come back to what
 *     they know, far below any score where they do not
 * @param temperature &gt; 0; the greater, the more alike the probabilities
 */
public record Calibration(double seenOffset, double temperature) {
  /** Scores as they are. */
  public static final Calibration NONE = new Calibration(0, 1);
}
