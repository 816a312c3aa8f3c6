// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

/**
 * Which of two items with equal scores comes first: a lot drawn per user and item, which knows nothing of what is to be
 * found.
 *
 * <p>A sparse scorer gives most items the same score. Breaking ties by the items' numbers would then recommend the
 * catalogue's beginning, and in many data sets numbers follow popularity.
 *
 * <p>The lot is a bijection of all ints, the finalizer of MurmurHash3, so that {@link #item} is its inverse.
 *
 * @param user whose lots they are
 */
record TieBreak(int user) {
  private static final int FIRST = 0x85EBCA6B;
  private static final int SECOND = 0xC2B2AE35;
  private static final int FIRST_INVERSE = 0xA5CB9243; // FIRST · FIRST_INVERSE = 1 modulo 2³²
  private static final int SECOND_INVERSE = 0x7ED1B41D;

  /** The item's lot; the smaller comes first. */
  int lot(int item) {
    int lot = item ^ mixed(user + 1);
    return mixed(lot);
  }

  /** The item that has this lot. */
  int item(int lot) {
    int item = lot ^ lot >>> 16;
    item *= SECOND_INVERSE;
    item ^= item >>> 13 ^ item >>> 26;
    item *= FIRST_INVERSE;
    item ^= item >>> 16;
    return item ^ mixed(user + 1);
  }

  private static int mixed(int value) {
    int mixed = value ^ value >>> 16;
    mixed *= FIRST;
    mixed ^= mixed >>> 13;
    mixed *= SECOND;
    return mixed ^ mixed >>> 16;
  }
}
