// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

/** Picks rows from a column. */
final class Columns {
  private Columns() {}

  static int[] select(int[] column, int[] rows) {
    int[] selected = new int[rows.length];
    for (int to = 0; to < rows.length; to++) {
      selected[to] = column[rows[to]];
    }
    return selected;
  }

  static byte[] select(byte[] column, int[] rows) {
    byte[] selected = new byte[rows.length];
    for (int to = 0; to < rows.length; to++) {
      selected[to] = column[rows[to]];
    }
    return selected;
  }

  static float[] select(float[] column, int[] rows) {
    float[] selected = new float[rows.length];
    for (int to = 0; to < rows.length; to++) {
      selected[to] = column[rows[to]];
    }
    return selected;
  }

  static short[] select(short[] column, int[] rows) {
    short[] selected = new short[rows.length];
    for (int to = 0; to < rows.length; to++) {
      selected[to] = column[rows[to]];
    }
    return selected;
  }
}
