// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/** Allows the items that have a bit. */
public final class ItemBits implements ItemFilter {
  private final long[] words;

  /** @param words a bit an item, 64 in a word; items beyond the end have none; shared, not copied */
  public ItemBits(long[] words) {
    this.words = words;
  }

  @Override
  public boolean allows(int item) {
    int word = item / Long.SIZE;
    return word < words.length && (words[word] & 1L << item) != 0;
  }

  @Override
  public boolean allowsAny(int from, int to) {
    int end = Math.min(words.length, (to + Long.SIZE - 1) / Long.SIZE);
    for (int word = from / Long.SIZE; word < end; word++) {
      if (words[word] != 0) {
        return true;
      }
    }
    return false;
  }
}
