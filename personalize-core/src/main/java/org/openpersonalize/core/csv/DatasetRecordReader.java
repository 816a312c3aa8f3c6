// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.FieldValue;
import org.openpersonalize.core.schema.RecordSource;

/**
 * Reads a dataset's records from CSV and holds every value to the dataset's schema.
 *
 * <p>Columns may stand in any order, and columns that the schema does not know are passed over.
 */
public final class DatasetRecordReader implements RecordSource {
  private final CsvRecordReader csv;
  private final String file;
  private final List<FieldValue> values;
  private final int[] cells;
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
    this.csv = new CsvRecordReader(in, file);
    this.file = file;
    this.unfit = unfit;
    this.refusals = refusals;
    this.values =
        schema.fields().stream().map(field -> new FieldValue(field, strict)).toList();
    this.cells =
        schema.fields().stream().mapToInt(field -> csv.column(field.name())).toArray();
    List<String> missing = IntStream.range(0, cells.length)
        .filter(column -> cells[column] < 0)
        .mapToObj(column -> schema.fields().get(column).name())
        .toList();
    if (!missing.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s: Input CSV is missing the following columns: %s.".formatted(file, missing));
    }
  }

  @Override
  public boolean next() throws IOException {
    while (csv.nextLine()) {
      if (readRecord()) {
        return true;
      }
    }
    return false;
  }

  /** Reads the current line; false if it is refused and the reading goes on. */
  private boolean readRecord() {
    try {
      csv.readCells();
    } catch (PersonalizeException e) {
      refusals.add(new RefusedRecord(file, csv.line(), null, null, e.getMessage()));
      return false;
    }
    int notFitting = 0;
    for (int column = 0; column < cells.length; column++) {
      FieldValue value = values.get(column);
      String cell = csv.cell(cells[column]);
      try {
        if (value.read(cell) == FieldValue.Outcome.UNFIT) {
          notFitting++;
          keepExample(value, cell);
        }
      } catch (PersonalizeException e) {
        String name = value.field().name();
        String message = csv.fault(name, e.getMessage()).getMessage();
        refusals.add(new RefusedRecord(file, csv.line(), name, cell, message));
        return false;
      }
    }
    unfit.record(notFitting);
    return true;
  }

  private void keepExample(FieldValue value, @Nullable String cell) {
    if (unfit.wantsExample() && cell != null) {
      unfit.example(
          csv.fault(value.field().name(), value.notOfType(cell).getMessage()).getMessage());
    }
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
    csv.close();
  }
}
