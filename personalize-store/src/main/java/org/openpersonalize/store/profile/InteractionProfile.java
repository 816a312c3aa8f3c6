// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.profile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what when.
 *
 * @param users who have an interaction
 * @param returningUsers who have two or more
 * @param items different ones that were interacted with, or actions
 * @param first when the oldest one happened; null where there is none, as {@code last}
 * @param eventTypes in any case
 * @param atEqualTimes interactions at whose time their user has another one, so that nobody knows their order
 * @param shareAtEqualTimes of all interactions, 0 to 1; null where there are none
 * @param repeated interactions that agree with another one in user, item, type and time, all but one of those that do
 */
public record InteractionProfile(
    long users,
    long returningUsers,
    long items,
    @Nullable Instant first,
    @Nullable Instant last,
    CategoryProfile eventTypes,
    long atEqualTimes,
    @Nullable Double shareAtEqualTimes,
    long repeated) {

  /** What is counted by user. */
  record Users(
      long all,
      long returning,
      @Nullable Instant first,
      @Nullable Instant last) {}

  /** What is counted by user and time. */
  record Moments(long atEqualTimes, long repeated) {}

  static InteractionProfile of(
      long rows, Users users, long items, Moments moments, CategoryProfile eventTypes) {
    return new InteractionProfile(
        users.all(),
        users.returning(),
        items,
        users.first(),
        users.last(),
        eventTypes,
        moments.atEqualTimes(),
        rows == 0 ? null : (double) moments.atEqualTimes() / rows,
        moments.repeated());
  }
}
