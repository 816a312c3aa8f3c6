package org.openpersonalize.core.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Reads a dataset's records from CSV and holds every value to the dataset's schema.
 *
 * <p>Columns may stand in any order, and columns that the schema does not know are passed over. Values are asked for by
 * their column's place in {@link DatasetSchema#fields()}.
 */
public final class DatasetRecordReader implements Closeable {
  private final CsvRecordReader csv;
  private final List<Field> fields;
  private final int[] cells;
  private final @Nullable String[] texts;
  private final long[] integers;
  private final double[] numbers;
  private final JsonStringEncoder escape = JsonStringEncoder.getInstance();
  private final StringBuilder json = new StringBuilder();

  /**
   * Reads the header.
   *
   * @param in the file's bytes, closed by {@link #close}
   * @param file how messages name the file
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if a column of the schema is missing
   */
  public DatasetRecordReader(InputStream in, String file, DatasetSchema schema) throws IOException {
    csv = new CsvRecordReader(in, file);
    fields = schema.fields();
    List<String> missing = fields.stream()
        .map(Field::name)
        .filter(name -> !csv.header().contains(name))
        .toList();
    if (!missing.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s: Input CSV is missing the following columns: %s.".formatted(file, missing));
    }
    cells =
        fields.stream().mapToInt(field -> csv.header().indexOf(field.name())).toArray();
    texts = new String[cells.length];
    integers = new long[cells.length];
    numbers = new double[cells.length];
  }

  /** The names of the file's columns, in the file's order. */
  public List<String> header() {
    return csv.header();
  }

  /**
   * Moves to the next record; false at the end of the file.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming file, line and column, if a value does not fit
   */
  public boolean next() throws IOException {
    if (!csv.next()) {
      return false;
    }
    for (int column = 0; column < cells.length; column++) {
      Field field = fields.get(column);
      try {
        read(column, field, csv.cell(cells[column]));
      } catch (PersonalizeException e) {
        throw csv.fault(field.name(), e.getMessage());
      }
    }
    return true;
  }

  private void read(int column, Field field, @Nullable String cell) {
    texts[column] = cell;
    if (cell == null) {
      if (!field.nullable()) {
        throw field.missing();
      }
      numbers[column] = Double.NaN;
      return;
    }
    switch (field.type()) {
      case STRING -> texts[column] = field.text(cell);
      case INT, LONG -> {
        integers[column] = field.integer(cell);
        numbers[column] = integers[column];
      }
      case FLOAT, DOUBLE -> numbers[column] = field.number(cell);
      case BOOLEAN -> integers[column] = field.truth(cell) ? 1 : 0;
    }
  }

  /** The value of a string column; null when it is missing. */
  public @Nullable String text(int column) {
    return texts[column];
  }

  /** The value of an {@code int} or {@code long} column that does not allow null. */
  public long integer(int column) {
    return integers[column];
  }

  /** The value of a numeric column; NaN when it is missing. */
  public double number(int column) {
    return numbers[column];
  }

  /**
   * Some columns as a JSON object from column names to values, without those that are missing.
   *
   * @param columns places in the schema
   * @return the object's text, or null if it would be empty
   */
  public @Nullable String json(int[] columns) {
    json.setLength(0);
    for (int column : columns) {
      String text = texts[column];
      if (text == null) {
        continue;
      }
      Field field = fields.get(column);
      json.append(json.isEmpty() ? '{' : ',').append('"').append(field.name()).append("\":");
      switch (field.type()) {
        case STRING -> {
          json.append('"');
          escape.quoteAsString(text, json);
          json.append('"');
        }
        case INT, LONG -> json.append(integers[column]);
        case FLOAT, DOUBLE -> json.append(numbers[column]);
        case BOOLEAN -> json.append(integers[column] == 1);
      }
    }
    return json.isEmpty() ? null : json.append('}').toString();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
