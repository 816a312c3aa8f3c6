// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CellWriter;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.FieldValue;

/**
 * Writes records as a Parquet file: a column for each of a schema, typed as it says, compressed with zstd. All may lack values.
 *
 * <p>A {@code float} is written as a double, which is what is stored of it: nothing is rounded. Memory holds one row group.
 */
public final class ParquetRecordWriter implements CellWriter {
  private static final String MESSAGE = "schema";
  private static final String CREATED_BY = "openpersonalize";

  /** What a row group takes of memory, most of it compressed, and how many rows it has, whichever comes first. */
  private static final long GROUP_BYTES = 16L << 20;

  private static final long GROUP_ROWS = 1 << 20;

  /** To add up what columns hold costs as much as some rows. */
  private static final int ROWS_A_LOOK = 256;

  private final List<Target> targets;
  private final List<ColumnDescriptor> columns;
  private final MessageType message;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<RowGroup> groups = new ArrayList<>();
  private RowGroupPages pages;
  private ColumnWriteStore store;
  private long taken;
  private long rows;
  private long rowsInGroup;
  private long buffered;
  private int at;

  /** @param fields in the order in which the cells of each record come */
  public ParquetRecordWriter(List<Field> fields) {
    this.targets = fields.stream().map(Target::new).toList();
    this.message = new MessageType(
        MESSAGE,
        targets.stream().<org.apache.parquet.schema.Type>map(Target::column).toList());
    this.columns = message.getColumns();
    this.pages = new RowGroupPages(columns);
    this.store = store();
    out.writeBytes(ParquetFooter.MAGIC);
  }

  private ColumnWriteStore store() {
    return new ColumnWriteStoreV1(message, pages, ParquetProperties.builder().build());
  }

  /** A column that is being filled. */
  private static final class Target {
    private final FieldValue value;

    Target(Field field) {
      this.value = new FieldValue(field, false);
    }

    private Field field() {
      return value.field();
    }

    PrimitiveType column() {
      return new PrimitiveType(
          Repetition.OPTIONAL,
          switch (field().type()) {
            case STRING -> PrimitiveTypeName.BINARY;
            case INT -> PrimitiveTypeName.INT32;
            case LONG -> PrimitiveTypeName.INT64;
            case FLOAT, DOUBLE -> PrimitiveTypeName.DOUBLE;
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
          },
          field().name());
    }

    SchemaElement element() {
      SchemaElement element = new SchemaElement(field().name());
      element.setRepetition_type(FieldRepetitionType.OPTIONAL);
      element.setType(
          switch (field().type()) {
            case STRING -> Type.BYTE_ARRAY;
            case INT -> Type.INT32;
            case LONG -> Type.INT64;
            case FLOAT, DOUBLE -> Type.DOUBLE;
            case BOOLEAN -> Type.BOOLEAN;
          });
      if (field().type() == Field.Type.STRING) {
        element.setConverted_type(ConvertedType.UTF8);
        element.setLogicalType(LogicalType.STRING(new StringType()));
      }
      return element;
    }

    void write(@Nullable String text, ColumnWriter writer) {
      if (text == null || text.isEmpty()) {
        writer.writeNull(0, 0);
      } else if (field().type() == Field.Type.STRING) {
        writer.write(Binary.fromString(text), 0, 1);
      } else if (value.read(text) != FieldValue.Outcome.PRESENT) {
        writer.writeNull(0, 0);
      } else {
        switch (field().type()) {
          case INT -> writer.write((int) value.integer(), 0, 1);
          case LONG -> writer.write(value.integer(), 0, 1);
          case FLOAT, DOUBLE -> writer.write(value.number(), 0, 1);
          case BOOLEAN -> writer.write(value.integer() == 1, 0, 1);
          case STRING -> throw new IllegalStateException("A string is written as it is");
        }
      }
    }
  }

  @Override
  public void cell(@Nullable String value) {
    targets.get(at).write(value, store.getColumnWriter(columns.get(at)));
    at++;
  }

  @Override
  public void end() {
    store.endRecord();
    at = 0;
    rows++;
    rowsInGroup++;
    if (rowsInGroup % ROWS_A_LOOK == 0) {
      buffered = store.getBufferedSize();
    }
  }

  @Override
  public long length() {
    return out.size() + buffered;
  }

  @Override
  public boolean isFull() {
    return buffered >= GROUP_BYTES || rowsInGroup >= GROUP_ROWS;
  }

  @Override
  public byte[] take() {
    if (rowsInGroup > 0) {
      store.flush();
      groups.add(pages.writeTo(out, taken, rowsInGroup));
      store.close();
      pages = new RowGroupPages(columns);
      store = store();
      rowsInGroup = 0;
      buffered = 0;
    }
    byte[] bytes = out.toByteArray();
    taken += bytes.length;
    out.reset();
    return bytes;
  }

  @Override
  public byte[] finish() throws IOException {
    byte[] last = take();
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(metaData(), footer);
    ByteBuffer whole = ByteBuffer.allocate(
            last.length + footer.size() + Integer.BYTES + ParquetFooter.MAGIC.length)
        .order(ByteOrder.LITTLE_ENDIAN);
    return whole
        .put(last)
        .put(footer.toByteArray())
        .putInt(footer.size())
        .put(ParquetFooter.MAGIC)
        .array();
  }

  private FileMetaData metaData() {
    SchemaElement root = new SchemaElement(MESSAGE);
    root.setNum_children(targets.size());
    List<SchemaElement> schema = new ArrayList<>(List.of(root));
    targets.forEach(target -> schema.add(target.element()));
    FileMetaData meta = new FileMetaData(1, schema, rows, groups);
    meta.setCreated_by(CREATED_BY);
    return meta;
  }
}
