// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

/**
 * How many interactions there are to train on, and of how many users and kinds.
 *
 * @param users who have an interaction
 * @param returningUsers who have two or more
 * @param eventTypes distinct ones, in any case; an interaction without a type is of none
 */
public record InteractionCounts(
    long interactions, long users, long returningUsers, long eventTypes) {
  /** Nothing to train on. */
  public static final InteractionCounts NONE = new InteractionCounts(0, 0, 0, 0);
}
