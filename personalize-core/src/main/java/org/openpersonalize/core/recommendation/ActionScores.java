// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.OptionalInt;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * What a model says of actions for one user, by their ids. Of one that had not been offered when it was trained it says 0.
 *
 * @param actions those it says something of, A of them
 * @param propensities how likely the user is to take each, 0.0 where too little is known, [A]
 * @param offered how often each had been offered lately, [A]
 * @param taken of these, [A]
 */
public record ActionScores(IdIndex actions, double[] propensities, int[] offered, int[] taken) {
  /** How likely the user is to take an action; 0.0 where too little is known of it. */
  public double propensity(String actionId) {
    OptionalInt action = actions.find(actionId);
    return action.isEmpty() ? 0 : propensities[action.getAsInt()];
  }

  /** How often an action had been offered lately. */
  public int offered(String actionId) {
    OptionalInt action = actions.find(actionId);
    return action.isEmpty() ? 0 : offered[action.getAsInt()];
  }

  /** How often it had been taken of these. */
  public int taken(String actionId) {
    OptionalInt action = actions.find(actionId);
    return action.isEmpty() ? 0 : taken[action.getAsInt()];
  }
}
