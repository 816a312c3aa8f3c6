// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.FieldValue;
import org.openpersonalize.core.schema.RecordSource;

/**
 * Reads a dataset's records from CSV and holds every value to the dataset's schema.
 *
 * <p>Columns may stand in any order, and columns that the schema does not know are passed over.
 */
public final class DatasetRecordReader implements RecordSource {
  private final CellReader file;
  private final List<FieldValue> values;
  private final List<CellSource> cells;
  private final @Nullable String[] texts;
  private final UnfitValues unfit;
  private final Refusals refusals;
  private final StringBuilder json = new StringBuilder();

  /**
   * Reads the header; the first record that is refused will end the reading.
   *
   * @param in the file's bytes, closed by {@link #close}
   * @param file how messages name the file
   * @param strict refuse values that do not fit, in whatever column
   * @param unfit counts the others
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if a column of the schema is missing
   */
  public DatasetRecordReader(
      InputStream in, String file, DatasetSchema schema, boolean strict, UnfitValues unfit)
      throws IOException {
    this(in, file, schema, strict, unfit, Refusals.NONE_ALLOWED);
  }

  /**
   * Reads the header.
   *
   * @param refusals told of each record that is refused, and whether the reading goes on behind it
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if a column of the schema is missing
   */
  public DatasetRecordReader(
      InputStream in,
      String file,
      DatasetSchema schema,
      boolean strict,
      UnfitValues unfit,
      Refusals refusals)
      throws IOException {
    this(new CsvRecordReader(in, file), schema, strict, unfit, refusals);
  }

  /**
   * Reads the records of a file of whatever form, whose columns are found by their names.
   *
   * @param file before its first record; closed by {@link #close}
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if a column of the schema is missing, or holds something else
   */
  public DatasetRecordReader(
      CellReader file, DatasetSchema schema, boolean strict, UnfitValues unfit, Refusals refusals) {
    this(file, schema, byName(file, schema), strict, unfit, refusals);
  }

  /**
   * Reads records that others say how to find in a file.
   *
   * @param file before its first record; closed by {@link #close}
   * @param cells of each column of the schema
   */
  public DatasetRecordReader(
      CellReader file,
      DatasetSchema schema,
      List<CellSource> cells,
      boolean strict,
      UnfitValues unfit,
      Refusals refusals) {
    this.file = file;
    this.unfit = unfit;
    this.refusals = refusals;
    this.cells = cells;
    this.texts = new String[cells.size()];
    this.values =
        schema.fields().stream().map(field -> new FieldValue(field, strict)).toList();
    for (int column = 0; column < texts.length; column++) {
      cells.get(column).requireFit(file, values.get(column).field());
    }
  }

  private static List<CellSource> byName(CellReader file, DatasetSchema schema) {
    List<String> missing = schema.fields().stream()
        .map(Field::name)
        .filter(name -> file.column(name) < 0)
        .toList();
    if (!missing.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because("%s: Input %s is missing the following columns: %s."
          .formatted(file.file(), file.form(), missing));
    }
    return schema.fields().stream()
        .map(Field::name)
        .<CellSource>map(name -> new NamedCell(name, file.column(name)))
        .toList();
  }

  /** A cell below a name of the header, as it is. */
  private record NamedCell(String name, int place) implements CellSource {
    @Override
    public @Nullable String text(CellReader file) {
      return file.cell(place);
    }

    @Override
    public void requireFit(CellReader file, Field field) {
      file.requireFit(place, field);
    }
  }

  @Override
  public boolean next() throws IOException {
    while (file.nextRecord()) {
      if (readRecord()) {
        return true;
      }
    }
    return false;
  }

  /** Reads the current line; false if it is refused and the reading goes on. */
  private boolean readRecord() {
    String line = refusals.wantLines() ? file.text() : null;
    try {
      file.readCells();
    } catch (PersonalizeException e) {
      refusals.add(new RefusedRecord(file.file(), file.line(), null, null, e.getMessage()), line);
      return false;
    }
    int notFitting = 0;
    for (int column = 0; column < texts.length; column++) {
      FieldValue value = values.get(column);
      CellSource cell = cells.get(column);
      @Nullable String source = null;
      try {
        source = cell.text(file);
        texts[column] = source == null ? null : cell.convert(source);
        if (value.read(texts[column]) == FieldValue.Outcome.UNFIT) {
          notFitting++;
          keepExample(cell, value, source);
        }
      } catch (PersonalizeException e) {
        String message = file.fault(cell.name(), e.getMessage()).getMessage();
        refusals.add(
            new RefusedRecord(file.file(), file.line(), cell.name(), source, message), line);
        return false;
      }
    }
    unfit.record(notFitting);
    return true;
  }

  private void keepExample(CellSource cell, FieldValue value, @Nullable String source) {
    if (unfit.wantsExample() && source != null) {
      unfit.example(
          file.fault(cell.name(), value.notOfType(source).getMessage()).getMessage());
    }
  }

  /** What a column's value was read from, converted; null if there is nothing. */
  public @Nullable String source(int column) {
    return texts[column];
  }

  /** Are the records read so far those that the bulk format would have? */
  public boolean isOfBulkFormat() {
    return file.isOfBulkFormat();
  }

  @Override
  public boolean isPresent(int column) {
    return values.get(column).isPresent();
  }

  @Override
  public @Nullable String text(int column) {
    return values.get(column).text();
  }

  @Override
  public long integer(int column) {
    return values.get(column).integer();
  }

  @Override
  public double number(int column) {
    return values.get(column).number();
  }

  @Override
  public @Nullable String json(int[] columns) {
    json.setLength(0);
    for (int column : columns) {
      FieldValue value = values.get(column);
      if (value.isPresent()) {
        json.append(json.isEmpty() ? '{' : ',')
            .append('"')
            .append(value.field().name())
            .append("\":");
        value.appendJson(json);
      }
    }
    return json.isEmpty() ? null : json.append('}').toString();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
