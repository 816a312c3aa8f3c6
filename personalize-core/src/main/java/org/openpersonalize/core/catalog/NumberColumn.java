// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import org.openpersonalize.core.schema.Field;

/**
 * Numbers, as wide as their type.
 *
 * <p>{@link FloatColumn} and {@link DoubleColumn} differ in nothing else, and are two all the same: a price is a {@code float}
 * in most schemas and takes half the memory as one, and Java has no array that could be either.
 */
public abstract sealed class NumberColumn extends Column
    permits LongColumn, FloatColumn, DoubleColumn {
  NumberColumn(Field field) {
    super(field);
  }

  /** The record's value; NaN when it is missing. */
  public abstract double number(int row);

  /** The record's value without what is behind the point; 0 when it is missing. */
  public abstract long integer(int row);
}
