// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

import java.util.Arrays;

/**
 * Which visitors took which items lately: a pair of item and visitor each, with the panes of time in which it happened, of the
 * newest two intervals. However often a visitor takes an item, it is one pair.
 *
 * <p>An open-addressing table of 20 bytes a slot, which has at most {@value #MOST_PAIRS} pairs. Where there would be more, half
 * of the visitors are left out, by their hashes, and half of these again if need be: adaptive sampling (Flajolet, Computing
 * 34, 1990), by visitors, so that those who are in count as they are. What is a sample stays one.
 *
 * <p>Visitors are known by 32 bits of their ids' hashes: of n visitors of one item some n²/2³³ are taken for others.
 *
 * <p>Not thread-safe.
 */
final class VisitTable {
  /** Of an interval. Two fit into the bits of a long. */
  static final int PANES = 32;

  /** The greatest number of a pane, and of the first ones with a minus: no difference of two is greater than an int. */
  static final int MOST_PANE = 1 << 29;

  /** How many pairs there are at most; then they take 10 MB. */
  static final int MOST_PAIRS = 3 << 17;

  /** How many numbers a pair is in {@link #toRows}. */
  static final int ROW = 5;

  private static final int REMEMBERED = 2 * PANES;
  private static final int FIRST_LENGTH = 64;
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

  private long[] pairs; // item and visitor
  private long[] panes; // bit n: n panes before the newest; 0 where the slot is free
  private int[] newest; // pane
  private int size;
  private int last; // the newest pane of all
  private int halvings; // how often half of the visitors were left out

  /** @param last the newest pane of what will be added first; nothing but what is remembered then counts */
  VisitTable(int last) {
    this.last = last;
    allocate(FIRST_LENGTH);
  }

  private VisitTable(VisitTable other) {
    this.pairs = other.pairs.clone();
    this.panes = other.panes.clone();
    this.newest = other.newest.clone();
    this.size = other.size;
    this.last = other.last;
    this.halvings = other.halvings;
  }

  /** One that begins with the same pairs, and goes on by itself. */
  VisitTable copy() {
    return new VisitTable(this);
  }

  private void allocate(int length) {
    pairs = new long[length];
    panes = new long[length];
    newest = new int[length];
    size = 0;
  }

  /**
   * Adds that a visitor took an item.
   *
   * @param visitor the hash of the id
   */
  void add(int item, int visitor, int pane) {
    if (isIncluded(visitor) && pane > last - REMEMBERED) {
      last = Math.max(last, pane);
      add((long) item << Integer.SIZE | Integer.toUnsignedLong(visitor), 1, pane);
      if (size > pairs.length / 4 * 3) {
        makeRoom();
      }
    }
  }

  private boolean isIncluded(int visitor) {
    return halvings == 0 || visitor >>> (Integer.SIZE - halvings) == 0;
  }

  /** @param when bit n: n panes before this one; the first is set */
  private void add(long pair, long when, int pane) {
    int slot = slot(pair);
    if (panes[slot] == 0) {
      pairs[slot] = pair;
      panes[slot] = when;
      newest[slot] = pane;
      size++;
    } else {
      int later = pane - newest[slot];
      if (later > 0) {
        panes[slot] = when | earlier(panes[slot], later);
        newest[slot] = pane;
      } else {
        panes[slot] |= earlier(when, -later);
      }
    }
  }

  /** The same bits seen from so many panes later. */
  private static long earlier(long when, int panes) {
    return panes < REMEMBERED ? when << panes : 0;
  }

  private int slot(long pair) {
    int mask = pairs.length - 1;
    int slot = (int) (pair * GOLDEN_RATIO >>> Long.numberOfLeadingZeros(mask));
    while (panes[slot] != 0 && pairs[slot] != pair) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Forgets what is over, leaves out visitors if that is not enough, and takes a table that is at most half full. */
  private void makeRoom() {
    int kept = count();
    while (kept > MOST_PAIRS / 4 * 3) {
      halvings++;
      kept = count();
    }
    long[] oldPairs = pairs;
    long[] oldPanes = panes;
    int[] oldNewest = newest;
    allocate(Math.max(FIRST_LENGTH, Integer.highestOneBit(Math.max(1, kept)) * 4));
    for (int slot = 0; slot < oldPairs.length; slot++) {
      if (oldPanes[slot] != 0 && isKept(oldPairs[slot], oldNewest[slot])) {
        add(oldPairs[slot], oldPanes[slot], oldNewest[slot]);
      }
    }
  }

  private int count() {
    int count = 0;
    for (int slot = 0; slot < pairs.length; slot++) {
      if (panes[slot] != 0 && isKept(pairs[slot], newest[slot])) {
        count++;
      }
    }
    return count;
  }

  private boolean isKept(long pair, int pane) {
    return isIncluded((int) pair) && pane > last - REMEMBERED;
  }

  /**
   * The visitors of items.
   *
   * @param newer of an interval, [items]
   * @param older of the interval before, [items]
   */
  record Visitors(int[] newer, int[] older) {}

  /** The visitors of the two intervals that end with a pane; what is later is as if it had not come. */
  Visitors visitors(int end) {
    int items = 0;
    for (int slot = 0; slot < pairs.length; slot++) {
      if (panes[slot] != 0) {
        items = Math.max(items, item(slot) + 1);
      }
    }
    Visitors visitors = new Visitors(new int[items], new int[items]);
    for (int slot = 0; slot < pairs.length; slot++) {
      if (panes[slot] != 0) {
        int ago = end - newest[slot];
        long when = ago >= 0 ? earlier(panes[slot], ago) : later(panes[slot], -ago);
        visitors.newer[item(slot)] += (int) when == 0 ? 0 : 1;
        visitors.older[item(slot)] += when >>> PANES == 0 ? 0 : 1;
      }
    }
    return visitors;
  }

  private static long later(long when, int panes) {
    return panes < REMEMBERED ? when >>> panes : 0;
  }

  private int item(int slot) {
    return (int) (pairs[slot] >>> Integer.SIZE);
  }

  int last() {
    return last;
  }

  long sizeInBytes() {
    return (2L * Long.BYTES + Integer.BYTES) * pairs.length;
  }

  /**
   * All pairs as numbers: item, visitor, newest pane and the two halves of the panes' bits, the higher first. Ascending by item
   * and visitor.
   */
  int[] toRows() {
    long[] sorted = new long[size];
    int n = 0;
    for (int slot = 0; slot < pairs.length; slot++) {
      if (panes[slot] != 0) {
        sorted[n++] = pairs[slot];
      }
    }
    Arrays.sort(sorted);
    int[] rows = new int[ROW * size];
    for (n = 0; n < size; n++) {
      int slot = slot(sorted[n]);
      rows[ROW * n] = item(slot);
      rows[ROW * n + 1] = (int) pairs[slot];
      rows[ROW * n + 2] = newest[slot];
      rows[ROW * n + 3] = (int) (panes[slot] >>> Integer.SIZE);
      rows[ROW * n + 4] = (int) panes[slot];
    }
    return rows;
  }

  int halvings() {
    return halvings;
  }

  /** What {@link #toRows} gave, with the newest pane of all and how often half of the visitors were left out. */
  static VisitTable of(int[] rows, int last, int halvings) {
    VisitTable table = new VisitTable(last);
    table.halvings = halvings;
    for (int at = 0; at < rows.length; at += ROW) {
      long pair = (long) rows[at] << Integer.SIZE | Integer.toUnsignedLong(rows[at + 1]);
      long when = (long) rows[at + 3] << Integer.SIZE | Integer.toUnsignedLong(rows[at + 4]);
      table.add(pair, when, rows[at + 2]);
      if (table.size > table.pairs.length / 4 * 3) {
        table.makeRoom();
      }
    }
    return table;
  }
}
