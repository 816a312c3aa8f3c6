// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import org.openpersonalize.core.matrix.SparseSums;

/** What some sessions of many have in common with a history, and at which of its events each was met first. Not thread-safe. */
final class SessionSums {
  private final SparseSums sums;
  private final int[] anchors; // by slot: the event, plus one; 0 if not met

  /**
   * @param most how many sessions are met at most
   * @param sessions how many there are
   */
  SessionSums(int most, int sessions) {
    this.sums = new SparseSums(most, sessions);
    this.anchors = new int[sums.slots()];
  }

  /**
   * Adds a weight to a session.
   *
   * @param anchor the event of the session that is remembered if this is the first time it is met
   */
  void add(int session, float weight, int anchor) {
    int slot = sums.add(session, weight);
    if (anchors[slot] == 0) {
      anchors[slot] = anchor + 1;
    }
  }

  /** How many were met. */
  int size() {
    return sums.size();
  }

  /** The event that was remembered of a session that was met. */
  int anchor(int session) {
    return anchors[sums.slot(session)] - 1;
  }

  /** Visits all that were met, in an order of their own. */
  void forEach(SparseSums.Visitor visitor) {
    sums.forEach(visitor);
  }
}
