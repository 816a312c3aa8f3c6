// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Spells the values of one column in one row group; those of a dictionary once each. */
final class CellConverter extends PrimitiveConverter {
  private final ColumnType type;
  private final PrimitiveTypeName stored;
  private @Nullable Dictionary dictionary;
  private @Nullable String[] spelt = new String[0];
  private @Nullable String text;

  CellConverter(ColumnType type, PrimitiveTypeName stored) {
    this.type = type;
    this.stored = stored;
  }

  /** The value that came last; null if it is none. */
  @Nullable String text() {
    return text;
  }

  @Override
  public boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public void setDictionary(Dictionary values) {
    dictionary = values;
    spelt = new String[values.getMaxId() + 1];
  }

  @Override
  public void addValueFromDictionary(int id) {
    text = spelt[id];
    if (text == null && dictionary != null) {
      addFrom(dictionary, id);
      spelt[id] = text;
    }
  }

  private void addFrom(Dictionary values, int id) {
    switch (stored) {
      case INT32 -> addInt(values.decodeToInt(id));
      case INT64 -> addLong(values.decodeToLong(id));
      case FLOAT -> addFloat(values.decodeToFloat(id));
      case DOUBLE -> addDouble(values.decodeToDouble(id));
      case BOOLEAN -> throw new ParquetDecodingException("a dictionary of truths");
      case BINARY, INT96, FIXED_LEN_BYTE_ARRAY -> addBinary(values.decodeToBinary(id));
    }
  }

  @Override
  public void addBinary(Binary value) {
    text = type.bytes().apply(value);
  }

  @Override
  public void addBoolean(boolean value) {
    text = Boolean.toString(value);
  }

  @Override
  public void addDouble(double value) {
    text = ColumnType.spell(value);
  }

  @Override
  public void addFloat(float value) {
    text = ColumnType.spell(value);
  }

  @Override
  public void addInt(int value) {
    text = type.whole().apply(value);
  }

  @Override
  public void addLong(long value) {
    text = type.whole().apply(value);
  }
}
