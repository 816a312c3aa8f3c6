// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import org.jspecify.annotations.Nullable;

/** What the interactions of a log have beside user, item, type, value and time under one name, such as the device. */
public final class ContextColumn {
  private static final int MISSING = -1;

  private final String name;
  private final IdIndex values;
  private final int[] code; // −1 where missing

  ContextColumn(String name, IdIndex values, int[] code) {
    this.name = name;
    this.values = values;
    this.code = code;
  }

  public String name() {
    return name;
  }

  /** The different values. */
  public IdIndex values() {
    return values;
  }

  /** Has the interaction a value? */
  public boolean isPresent(int row) {
    return code[row] != MISSING;
  }

  /** The number of the interaction's value among {@link #values}; −1 when it is missing. */
  public int code(int row) {
    return code[row];
  }

  /** The interaction's value; null when it is missing. */
  public @Nullable String value(int row) {
    return isPresent(row) ? values.id(code[row]) : null;
  }

  /** The column of some of the rows. */
  ContextColumn select(int[] rows) {
    return new ContextColumn(name, values, Columns.select(code, rows));
  }

  /** Bytes held in memory. */
  long sizeInBytes() {
    return values.sizeInBytes() + (long) Integer.BYTES * code.length;
  }
}
