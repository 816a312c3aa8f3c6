// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;

/**
 * What some of very many sessions have in common with a history: a hash table, so that its size is that of what is met and not
 * of all there is. Not thread-safe.
 */
final class SessionSums {
  private static final int FREE = -1;
  private static final int SPREAD = 0x9E3779B9; // 2³² / golden ratio

  private final int[] sessions;
  private final float[] sums;
  private final int[] anchors;
  private final int shift;

  /** @param most how many sessions are met at most */
  SessionSums(int most) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, most)) + 1;
    this.sessions = new int[1 << bits];
    this.sums = new float[sessions.length];
    this.anchors = new int[sessions.length];
    this.shift = Integer.SIZE - bits;
    Arrays.fill(sessions, FREE);
  }

  /**
   * Adds a weight to a session.
   *
   * @param anchor what is remembered of the first time it is met
   */
  void add(int session, float weight, int anchor) {
    int slot = slot(session);
    if (sessions[slot] == FREE) {
      sessions[slot] = session;
      anchors[slot] = anchor;
    }
    sums[slot] += weight;
  }

  /** What was remembered of a session that was met. */
  int anchor(int session) {
    return anchors[slot(session)];
  }

  /** Takes sessions that were met. */
  interface Visitor {
    void visit(int session, float sum);
  }

  /** Visits all, in an order of their own. */
  void forEach(Visitor visitor) {
    for (int slot = 0; slot < sessions.length; slot++) {
      if (sessions[slot] != FREE) {
        visitor.visit(sessions[slot], sums[slot]);
      }
    }
  }

  private int slot(int session) {
    int slot = session * SPREAD >>> shift;
    while (sessions[slot] != FREE && sessions[slot] != session) {
      slot = slot + 1 & sessions.length - 1;
    }
    return slot;
  }
}
