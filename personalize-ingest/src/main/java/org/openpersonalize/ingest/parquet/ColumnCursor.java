// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;

/** Goes through the values of one column in one row group. */
final class ColumnCursor {
  /** Between the categories of a string. */
  private static final String BAR = "|";

  private final CellConverter converter;
  private final ColumnReader reader;
  private final boolean list;
  private final int present;
  private long left;
  private @Nullable String text;
  private @Nullable String barred;

  /** @param writer who wrote the file, for the sake of errors that some made; null if it does not say */
  ColumnCursor(FileColumn column, ChunkPages pages, @Nullable ParsedVersion writer) {
    ColumnDescriptor descriptor = column.stored();
    this.converter =
        new CellConverter(column.type(), descriptor.getPrimitiveType().getPrimitiveTypeName());
    this.list = column.list();
    this.present = descriptor.getMaxDefinitionLevel();
    this.left = pages.getTotalValueCount();
    this.reader = new ColumnReaderImpl(descriptor, pages, converter, writer);
  }

  /** Moves to the next row. */
  void advance() {
    barred = null;
    text = list ? joined() : value();
  }

  /**
   * The row's value; null if there is none.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is a list that cannot be
   *     told from another
   */
  @Nullable String text() {
    if (barred != null) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' in a list has a bar in it, which parts categories: write another character for it"
              .formatted(barred));
    }
    return text;
  }

  /** The row's value for people to read. */
  @Nullable String shown() {
    return text;
  }

  private @Nullable String value() {
    if (--left < 0) {
      throw new ParquetDecodingException("a column has fewer values than rows");
    }
    @Nullable String value = null;
    if (reader.getCurrentDefinitionLevel() == present) {
      reader.writeCurrentValueToConverter();
      value = converter.text();
    }
    reader.consume();
    return value;
  }

  private @Nullable String joined() {
    StringBuilder all = new StringBuilder();
    do {
      @Nullable String each = value();
      if (each != null) {
        barred = each.contains(BAR) ? each : barred;
        all.append(all.isEmpty() ? "" : BAR).append(each);
      }
    } while (left > 0 && reader.getCurrentRepetitionLevel() > 0);
    return all.isEmpty() ? null : all.toString();
  }
}
