// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

/** How arrays grow that are filled without knowing their length: by half, so that a copy costs little in the end. */
final class Growth {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Growth() {}

  /** A length of at least {@code needed} for an array that is {@code length} long now. */
  static int next(int length, int needed) {
    if (needed > LONGEST_ARRAY) {
      throw new IllegalStateException(
          "More than %d entries do not fit into one array".formatted(LONGEST_ARRAY));
    }
    return (int) Math.max(needed, Math.min(LONGEST_ARRAY, length + (long) (length >> 1)));
  }
}
