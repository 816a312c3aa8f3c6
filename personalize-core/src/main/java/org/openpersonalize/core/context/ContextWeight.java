// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

/**
 * How much the {@linkplain ColumnLifts lifts} of a column count, 0 for not at all.
 *
 * @param column its name
 * @param weight for users of whom something is known
 * @param strangersWeight for users of whom nothing is
 */
public record ContextWeight(String column, double weight, double strangersWeight) {
  /** Does the column change any answer? */
  public boolean counts() {
    return weight > 0 || strangersWeight > 0;
  }
}
