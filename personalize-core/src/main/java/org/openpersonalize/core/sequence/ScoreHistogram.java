// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

/**
 * How many of some positive scores begin with which bits: exponent and three more, so that a bound of the greatest of thousands is found
 * without putting any of them in order.
 */
final class ScoreHistogram {
  private static final int REST = 20; // bits that are not looked at

  private final int[] counts = new int[1 << Integer.SIZE - 1 - REST];

  /** @param score greater than 0 */
  void add(float score) {
    counts[Float.floatToRawIntBits(score) >>> REST]++;
  }

  /** No more than the n-th greatest of the scores, and no more than an eighth below it; 0 if there are fewer. */
  float least(int n) {
    int bits = counts.length - 1;
    int above = counts[bits];
    while (bits > 0 && above < n) {
      above += counts[--bits];
    }
    return above < n ? 0 : Float.intBitsToFloat(bits << REST);
  }
}
