// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.time.Instant;
import java.util.List;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Query;

/** What a model says of the actions that a user may be offered. */
public interface ActionPropensities {
  /** The actions that somebody had been offered when it was trained, A of them. */
  IdIndex actions();

  /**
   * How likely it is that the user takes each action if it is offered now, [A], each by itself from 0 to 1; 0.0 for one that too
   * few had taken or left.
   *
   * @param query the user's interactions with items
   * @param offers what the user made of actions, by their ids and in any order
   */
  double[] propensities(Query query, List<PastEvent> offers, Instant now);

  /** How often each action had been offered lately, taken or not, [A]. */
  int[] offered();

  /** How often each action had been taken lately, [A]. */
  int[] taken();
}
