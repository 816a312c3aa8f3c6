// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.function.Supplier;

/**
 * Users by whom it is judged what a column is worth.
 *
 * @param users their numbers
 * @param priors makes for each thread what tells how likely a user's next items are, whatever the situation
 */
record Audience(int[] users, Supplier<Prior> priors) {
  /** How likely items are, whatever the situation. */
  @FunctionalInterface
  interface Prior {
    /** @param probabilities [items], overwritten; they sum to 1 */
    void of(int user, double[] probabilities);
  }
}
