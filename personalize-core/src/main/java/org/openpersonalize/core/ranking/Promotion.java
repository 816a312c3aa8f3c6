// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/**
 * A part of an answer that is kept for certain items.
 *
 * @param name under which they are marked
 * @param filter which items may be promoted; the request's own filter does not hold for them
 * @param percent of the answer's items, 1 to 100
 */
public record Promotion(String name, ItemFilter filter, int percent) {
  /** The same of those items only that another filter allows as well. */
  Promotion filtered(ItemFilter other) {
    return new Promotion(name, filter.and(other), percent);
  }

  /** How many of so many items are promoted ones, if there are so many. */
  public int places(int numResults) {
    return (int) Math.round(numResults * percent / 100.0);
  }
}
