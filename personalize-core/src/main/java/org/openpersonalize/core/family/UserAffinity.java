// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import org.openpersonalize.core.matrix.IdIndex;

/** What a model says that knows its users: how likely each of them is to take some items. Safe for any number of threads. */
public interface UserAffinity {
  /** The users, in the order of the numbers that probabilities have. */
  IdIndex users();

  /**
   * How likely each user is to take at least one of some items, in a time like that of the newest fifth of a user's
   * interactions.
   *
   * @param items at least one, by the numbers that the model knows them by; each once
   * @return [users], from 0 to 1
   */
  float[] probabilities(int... items);
}
