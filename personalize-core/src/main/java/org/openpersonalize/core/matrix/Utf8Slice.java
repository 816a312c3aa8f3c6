// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.nio.charset.StandardCharsets;

/**
 * A text that lies in UTF-8 in somebody else's buffer, such as a row that a database just sent. It holds until the buffer
 * is written again.
 *
 * @param from its first byte
 * @param to the one after its last
 */
public record Utf8Slice(byte[] bytes, int from, int to) {
  /** A slice of its own. */
  public static Utf8Slice of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Utf8Slice(bytes, 0, bytes.length);
  }

  public int length() {
    return to - from;
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
