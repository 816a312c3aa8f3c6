// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.Arrays;
import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Numbers of the type {@code double}; NaN where they are missing. */
final class DoubleColumn extends NumberColumn {
  private final Pieces<double[]> values;

  DoubleColumn(Field field) {
    this(field, new Pieces<>(DoubleColumn::missing, double[]::clone));
  }

  private DoubleColumn(Field field, Pieces<double[]> values) {
    super(field);
    this.values = values;
  }

  private static double[] missing() {
    double[] missing = new double[Pieces.LENGTH];
    Arrays.fill(missing, Double.NaN);
    return missing;
  }

  @Override
  public boolean isPresent(int row) {
    return !Double.isNaN(values.of(row)[Pieces.at(row)]);
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
    values.writable(row)[Pieces.at(row)] = Double.NaN;
  }

  @Override
  void set(int row, JsonToken token, JsonParser json) {
    if (token.isNumeric()) {
      values.writable(row)[Pieces.at(row)] = json.getDoubleValue();
    }
  }

  @Override
  Column owning(int row) {
    return new DoubleColumn(field(), values.owning(row));
  }

  @Override
  long sizeInBytes() {
    return (long) Pieces.LENGTH * values.count() * Double.BYTES;
  }
}
