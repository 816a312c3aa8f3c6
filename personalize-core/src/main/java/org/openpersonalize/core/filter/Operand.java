// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.math.BigDecimal;

/** What a column's value is compared with. */
public sealed interface Operand {
  /** What stands in the expression itself, or was put in its place. */
  sealed interface Value extends Operand {}

  record Text(String text) implements Value {
    @Override
    public String toString() {
      return '"' + text + '"';
    }
  }

  /** @param exact as it was written, for numbers that a {@code double} does not hold */
  record Number(BigDecimal exact) implements Value {
    @Override
    public String toString() {
      return exact.toPlainString();
    }
  }

  record Truth(boolean isTrue) implements Value {
    @Override
    public String toString() {
      return isTrue ? "TRUE" : "FALSE";
    }
  }

  /** A value that each request brings; without the {@code $}, exactly as it is spelt. */
  record Parameter(String name) implements Operand {
    @Override
    public String toString() {
      return '$' + name;
    }
  }

  /** What the item that the request is about has in this column. */
  record OfCurrentItem(ColumnName column) implements Operand {
    @Override
    public String toString() {
      return column.toString();
    }
  }

  /** The moment of the request in seconds since 1970, and so many seconds more. */
  record Now(long secondsLater) implements Operand {
    @Override
    public String toString() {
      return "NOW()" + (secondsLater == 0 ? "" : " %+d SECONDS".formatted(secondsLater));
    }
  }

  /** Every value there may be; for types of events only. */
  record Anything() implements Operand {
    @Override
    public String toString() {
      return "*";
    }
  }
}
