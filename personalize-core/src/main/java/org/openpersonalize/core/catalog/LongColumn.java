// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Whole numbers, an int or a long each, and a bit that says whether it is there. */
final class LongColumn extends NumberColumn {
  private final boolean narrow;
  private final Pieces<int[]> ints;
  private final Pieces<long[]> longs;
  private final Pieces<long[]> present; // a bit a record

  LongColumn(Field field) {
    this(
        field,
        new Pieces<>(() -> new int[Pieces.LENGTH], int[]::clone),
        new Pieces<>(() -> new long[Pieces.LENGTH], long[]::clone),
        new Pieces<>(() -> new long[Pieces.LENGTH / Long.SIZE], long[]::clone));
  }

  private LongColumn(
      Field field, Pieces<int[]> ints, Pieces<long[]> longs, Pieces<long[]> present) {
    super(field);
    this.narrow = field.type() == Field.Type.INT;
    this.ints = ints;
    this.longs = longs;
    this.present = present;
  }

  @Override
  public boolean isPresent(int row) {
    return (present.of(row)[Pieces.at(row) / Long.SIZE] & 1L << row) != 0;
  }

  @Override
  public double number(int row) {
    return isPresent(row) ? integer(row) : Double.NaN;
  }

  @Override
  public long integer(int row) {
    return narrow ? ints.of(row)[Pieces.at(row)] : longs.of(row)[Pieces.at(row)];
  }

  @Override
  void clear(int row) {
    write(row, 0);
    present.writable(row)[Pieces.at(row) / Long.SIZE] &= ~(1L << row);
  }

  @Override
  void set(int row, JsonToken token, JsonParser json) {
    if (token == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = json.getLongValue();
      if (!narrow || value == (int) value) {
        write(row, value);
        present.writable(row)[Pieces.at(row) / Long.SIZE] |= 1L << row;
      }
    }
  }

  private void write(int row, long value) {
    if (narrow) {
      ints.writable(row)[Pieces.at(row)] = (int) value;
    } else {
      longs.writable(row)[Pieces.at(row)] = value;
    }
  }

  @Override
  Column owning(int row) {
    return new LongColumn(
        field(),
        narrow ? ints.owning(row) : ints,
        narrow ? longs : longs.owning(row),
        present.owning(row));
  }

  @Override
  long sizeInBytes() {
    return (long) Pieces.LENGTH
        * (ints.count() * Integer.BYTES + longs.count() * Long.BYTES + present.count() / 8);
  }
}
