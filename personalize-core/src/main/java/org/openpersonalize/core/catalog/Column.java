// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What records have for one field of their schema. A value that is not of the field's type is as good as missing. */
public abstract sealed class Column permits StringColumn, NumberColumn, BooleanColumn, TextColumn {
  private final Field field;

  Column(Field field) {
    this.field = field;
  }

  static Column of(Field field) {
    return switch (field.type()) {
      case STRING -> field.textual() ? new TextColumn(field) : new StringColumn(field);
      case INT, LONG -> new LongColumn(field);
      case FLOAT -> new FloatColumn(field);
      case DOUBLE -> new DoubleColumn(field);
      case BOOLEAN -> new BooleanColumn(field);
    };
  }

  public final Field field() {
    return field;
  }

  /** Has the record a value? */
  public abstract boolean isPresent(int row);

  /** Takes away the record's value; by who may write it. */
  abstract void clear(int row);

  /** Takes the value on which {@code json} stands, whose token this is, if it is of the column's type. */
  abstract void set(int row, JsonToken token, JsonParser json);

  /** A copy that may be written at one record. */
  abstract Column owning(int row);

  /** The same with its dictionaries in the form that is read fastest. */
  Column compact() {
    return this;
  }

  /** Bytes held in memory, about. */
  abstract long sizeInBytes();
}
