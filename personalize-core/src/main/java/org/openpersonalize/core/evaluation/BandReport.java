// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

/**
 * How well a model did with the items of a band. Accuracy over all items hides it: a model that recommends nothing but what
 * everybody takes may well be the most accurate one.
 *
 * @param items how many candidates are in the band
 * @param sought how many pairs of a user and an item of the band were to be found, candidate or not
 * @param found how many of these are in the user's list
 * @param shown what share of the places of all lists the band has, 0 to 1
 */
public record BandReport(ItemBand band, int items, int sought, int found, double shown) {

  /** The share of what was to be found that was; NaN where there was nothing. */
  public double recall() {
    return (double) found / sought;
  }
}
