// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;

/**
 * Sums of the few of many numbers, such as those of items, that are added to. The sums lie in a hash table with open addressing, or
 * at their numbers where that takes no more room. Not thread-safe.
 */
public final class SparseSums {
  private static final int FREE = -1;
  private static final int SPREAD = 0x9E3779B9; // 2³² / golden ratio

  private final int[] keys; // [slots]
  private final float[] sums; // [slots]
  private final int shift;
  private final boolean isDirect;
  private int size;

  /**
   * Nothing yet.
   *
   * @param most how many different numbers are added to at most
   * @param numbers how many there are, from 0 on
   */
  public SparseSums(int most, int numbers) {
    int bits = Math.min(30, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, most)) + 1);
    this.isDirect = numbers <= 1 << bits;
    this.keys = new int[isDirect ? numbers : 1 << bits];
    this.sums = new float[keys.length];
    this.shift = Integer.SIZE - bits;
    Arrays.fill(keys, FREE);
  }

  /** How many numbers have been added to. */
  public int size() {
    return size;
  }

  /** More than any slot. */
  public int slots() {
    return keys.length;
  }

  /**
   * Adds to the sum of a number.
   *
   * @return the slot of the number, which stays its own
   */
  public int add(int number, float amount) {
    int slot = slot(number);
    if (keys[slot] == FREE) {
      keys[slot] = number;
      size++;
    }
    sums[slot] += amount;
    return slot;
  }

  /** Has it been added to? */
  public boolean contains(int number) {
    return keys[slot(number)] != FREE;
  }

  /** The sum of a number, 0 if it has not been added to. */
  public float of(int number) {
    return sums[slot(number)];
  }

  /** Where a number is, or would be. */
  public int slot(int number) {
    if (isDirect) {
      return number;
    }
    int slot = number * SPREAD >>> shift;
    while (keys[slot] != FREE && keys[slot] != number) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }

  /** Takes numbers that have been added to. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int number, float sum);
  }

  /** Visits all, in an order of their own. */
  public void forEach(Visitor visitor) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != FREE) {
        visitor.visit(keys[slot], sums[slot]);
      }
    }
  }

  /**
   * Other sums that are these and something more for some numbers.
   *
   * @param among how many numbers there are
   */
  public SparseSums plus(int[] numbers, float amount, int among) {
    SparseSums both = new SparseSums(Math.min(among, size + numbers.length), among);
    forEach(both::add);
    for (int number : numbers) {
      both.add(number, amount);
    }
    return both;
  }
}
