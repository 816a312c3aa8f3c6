// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.Arrays;
import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Numbers of the type {@code float}; NaN where they are missing. */
final class FloatColumn extends NumberColumn {
  private final Pieces<float[]> values;

  FloatColumn(Field field) {
    this(field, new Pieces<>(FloatColumn::missing, float[]::clone));
  }

  private FloatColumn(Field field, Pieces<float[]> values) {
    super(field);
    this.values = values;
  }

  private static float[] missing() {
    float[] missing = new float[Pieces.LENGTH];
    Arrays.fill(missing, Float.NaN);
    return missing;
  }

  @Override
  public boolean isPresent(int row) {
    return !Float.isNaN(values.of(row)[Pieces.at(row)]);
  }

  @Override
  public double number(int row) {
    return values.of(row)[Pieces.at(row)];
  }

  @Override
  public long integer(int row) {
    return (long) values.of(row)[Pieces.at(row)];
  }

  @Override
  void clear(int row) {
    values.writable(row)[Pieces.at(row)] = Float.NaN;
  }

  @Override
  void set(int row, JsonToken token, JsonParser json) {
    if (token.isNumeric()) {
      values.writable(row)[Pieces.at(row)] = (float) json.getDoubleValue();
    }
  }

  @Override
  Column owning(int row) {
    return new FloatColumn(field(), values.owning(row));
  }

  @Override
  long sizeInBytes() {
    return (long) Pieces.LENGTH * values.count() * Float.BYTES;
  }
}
