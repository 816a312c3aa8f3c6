package org.openpersonalize.core.catalog;

import org.openpersonalize.core.schema.Field;

/** Numbers, as wide as their type. */
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
