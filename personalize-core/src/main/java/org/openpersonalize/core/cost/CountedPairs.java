// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cost;

/**
 * Which pairs are counted, and how: two models that agree in this count once.
 *
 * @param userExponent how much less a long history says about each of its pairs
 * @param memoryMegabytes what they may take at most
 */
public record CountedPairs(double userExponent, int memoryMegabytes) {
  /** What counting them takes. */
  public Pairs of(Workload work) {
    return Pairs.of(work, memoryMegabytes);
  }
}
