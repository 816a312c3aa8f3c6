// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What a place of an answer is for. */
public enum Slot {
  /** For one of the best. */
  BEST,
  /** Kept by a promotion. */
  PROMOTED,
  /** Kept by an {@link Exploration}. */
  EXPLORED;

  /** Places that are all for the best. */
  static Slot[] best(int places) {
    Slot[] slots = new Slot[places];
    Arrays.fill(slots, BEST);
    return slots;
  }

  /** So many of the places that are for the best become promoted ones, each choice as likely as another. */
  static void promote(Slot[] slots, int wanted, SplittableRandom random) {
    keep(slots, BEST, PROMOTED, wanted, random);
  }

  /** Each place that is for the best is explored with some probability. */
  static void explore(Slot[] slots, double share, SplittableRandom random) {
    for (int place = 0; place < slots.length; place++) {
      if (slots[place] == BEST && random.nextDouble() < share) {
        slots[place] = EXPLORED;
      }
    }
  }

  /** So many of the explored places are for the best again, each choice as likely as another. */
  static void giveBack(Slot[] slots, int surplus, SplittableRandom random) {
    keep(slots, EXPLORED, BEST, surplus, random);
  }

  private static void keep(Slot[] slots, Slot from, Slot to, int wanted, SplittableRandom random) {
    int candidates = count(slots, from);
    int left = wanted;
    for (int place = 0; place < slots.length && left > 0; place++) {
      if (slots[place] == from) {
        if (random.nextInt(candidates--) < left) {
          slots[place] = to;
          left--;
        }
      }
    }
  }

  static int count(Slot[] slots, Slot slot) {
    return (int) Arrays.stream(slots).filter(each -> each == slot).count();
  }
}
