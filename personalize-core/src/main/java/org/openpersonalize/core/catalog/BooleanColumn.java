// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** True, false or missing, a byte each. */
public final class BooleanColumn extends Column {
  private static final byte MISSING = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;

  private final Pieces<byte[]> values;

  BooleanColumn(Field field) {
    this(field, new Pieces<>(() -> new byte[Pieces.LENGTH], byte[]::clone));
  }

  private BooleanColumn(Field field, Pieces<byte[]> values) {
    super(field);
    this.values = values;
  }

  @Override
  public boolean isPresent(int row) {
    return values.of(row)[Pieces.at(row)] != MISSING;
  }

  /** Is the record's value there and true? */
  public boolean isTrue(int row) {
    return values.of(row)[Pieces.at(row)] == TRUE;
  }

  @Override
  void clear(int row) {
    values.writable(row)[Pieces.at(row)] = MISSING;
  }

  @Override
  void set(int row, JsonToken token, JsonParser json) {
    if (token.isBoolean()) {
      values.writable(row)[Pieces.at(row)] = token == JsonToken.VALUE_TRUE ? TRUE : FALSE;
    }
  }

  @Override
  Column owning(int row) {
    return new BooleanColumn(field(), values.owning(row));
  }

  @Override
  long sizeInBytes() {
    return (long) Pieces.LENGTH * values.count();
  }
}
