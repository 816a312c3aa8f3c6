// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Byte strings that were seen, in memory that does not grow: what was seen is always known again, and little else is taken for
 * it: in 32 MiB one of a million strings behind a million others, one of 1,500 behind ten million.
 *
 * <p>Blocked: the bits of a string lie in one line of the processor's cache, so that a look takes one access to memory.
 *
 * <p>Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, JEA 2009.
 */
final class BloomFilter {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0xbf58476d1ce4e5b9L;

  private static final int WORDS_OF_A_BLOCK = 8;
  private static final int BITS_OF_A_STRING = 4;
  private static final int BITS_OF_A_PLACE = 9; // in a block of 512

  private final long[] words;
  private final int blocks;

  /** @param blocks how many of 64 bytes, a power of two of at most 2²⁵ */
  BloomFilter(int blocks) {
    if (Integer.bitCount(blocks) != 1 || blocks > 1 << 25) {
      throw new IllegalArgumentException(blocks + " blocks");
    }
    this.blocks = blocks;
    this.words = new long[blocks * WORDS_OF_A_BLOCK];
  }

  /** Adds a string by its {@link #hash}; true if it was seen before, and seldom also if it was not. */
  boolean add(long hash) {
    int block = ((int) hash & blocks - 1) * WORDS_OF_A_BLOCK;
    long places = hash >>> Long.SIZE - BITS_OF_A_STRING * BITS_OF_A_PLACE;
    boolean seen = true;
    for (int i = 0; i < BITS_OF_A_STRING; i++) {
      int word = block + ((int) (places >>> 6) & WORDS_OF_A_BLOCK - 1);
      long bit = 1L << places; // of which the lowest six bits count
      seen &= (words[word] & bit) != 0;
      words[word] |= bit;
      places >>>= BITS_OF_A_PLACE;
    }
    return seen;
  }

  /** Eight bytes at a time; all bits of the answer are good. */
  static long hash(byte[] bytes, int from, int to) {
    long hash = to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ (long) EIGHT_BYTES.get(bytes, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << Byte.SIZE | bytes[at] & 0xff;
    }
    return mix(mix(hash ^ rest));
  }

  /** A step of SplitMix64's finalizer. */
  private static long mix(long bits) {
    long product = bits * MULTIPLIER;
    return product ^ product >>> 32;
  }
}
