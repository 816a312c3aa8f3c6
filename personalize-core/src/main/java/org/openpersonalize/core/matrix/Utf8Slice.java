// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A text that lies in UTF-8 in somebody else's buffer, such as a row that a database just sent. It holds until the buffer
 * is written again.
 *
 * @param from its first byte
 * @param to the one after its last
 */
public record Utf8Slice(byte[] bytes, int from, int to) {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0xbf58476d1ce4e5b9L;

  /** A slice of its own. */
  public static Utf8Slice of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Utf8Slice(bytes, 0, bytes.length);
  }

  public int length() {
    return to - from;
  }

  /**
   * A hash of the text, of which the highest bits are the best. Files of models have some, so it stays as it is.
   *
   * <p>Eight bytes at a time, for a byte's multiplication would wait for that of the byte before. The high bits of a product
   * depend on all of its factor's.
   */
  public int hash() {
    int at = from;
    long hash = length();
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ (long) EIGHT_BYTES.get(bytes, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << Byte.SIZE | bytes[at] & 0xff;
    }
    return (int) (mix(hash ^ rest) * MULTIPLIER >>> Integer.SIZE);
  }

  /** A step of SplitMix64's finalizer. */
  private static long mix(long bits) {
    long product = bits * MULTIPLIER;
    return product ^ product >>> 32;
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
