// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.FieldValue;

/**
 * Reads interactions from a CSV file, gzipped or not, without a schema.
 *
 * <p>The columns USER_ID and ITEM_ID must be there; TIMESTAMP (epoch seconds), EVENT_TYPE and EVENT_VALUE are read where
 * they are, others as far as they are asked for. Without TIMESTAMP everything happened at once.
 */
public final class InteractionFile {
  private static final Field USER_ID = field("USER_ID", Field.Type.STRING, Field.Role.ID);
  private static final Field ITEM_ID = field("ITEM_ID", Field.Type.STRING, Field.Role.ID);
  private static final Field TIMESTAMP = field("TIMESTAMP", Field.Type.LONG, Field.Role.TIME);
  private static final Field EVENT_TYPE =
      field("EVENT_TYPE", Field.Type.STRING, Field.Role.METADATA);
  private static final Field EVENT_VALUE =
      field("EVENT_VALUE", Field.Type.FLOAT, Field.Role.METADATA);

  private InteractionFile() {}

  private static Field field(String name, Field.Type type, Field.Role role) {
    return new Field(name, type, role == Field.Role.METADATA, false, false, false, role);
  }

  /** Reads a file, as {@link #read(Path, List, List)} without context or further items. */
  public static InteractionLog read(Path file) throws IOException {
    return read(file, List.of(), List.of());
  }

  /**
   * Reads a file.
   *
   * @param context columns that tell of the situation, which must be there as well
   * @param items ids of items that are known otherwise, whether anybody took them or not
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the file, and
   *     where it can the line, if it is not there or not of this form
   */
  public static InteractionLog read(Path file, List<String> context, List<String> items)
      throws IOException {
    InteractionLogBuilder log = new InteractionLogBuilder(context);
    items.forEach(log::addItem);
    try (CsvRecordReader csv = new CsvRecordReader(PlainOrGzip.open(file), file.toString())) {
      Column user = new Column(csv, USER_ID).required(file);
      Column item = new Column(csv, ITEM_ID).required(file);
      Column time = new Column(csv, TIMESTAMP);
      Column type = new Column(csv, EVENT_TYPE);
      Column value = new Column(csv, EVENT_VALUE);
      List<Column> situation = context.stream()
          .map(name -> field(name, Field.Type.STRING, Field.Role.METADATA))
          .map(field -> new Column(csv, field).required(file))
          .toList();
      while (csv.next()) {
        log.add(
            Objects.requireNonNull(user.read().text()),
            Objects.requireNonNull(item.read().text()),
            type.read().text(),
            (float) value.read().number(),
            time.isThere() ? 1_000 * time.read().integer() : 0);
        for (int column = 0; column < situation.size(); column++) {
          String text = situation.get(column).read().text();
          log.addContext(column, text == null ? null : Utf8Slice.of(text));
        }
      }
    }
    if (log.size() == 0) {
      throw ErrorCode.INVALID_INPUT.because("%s has a header but no interactions".formatted(file));
    }
    return log.build();
  }

  /** A column of the file, or one that it does not have. */
  private static final class Column {
    private final CsvRecordReader csv;
    private final FieldValue value;
    private final int place;

    Column(CsvRecordReader csv, Field field) {
      this.csv = csv;
      this.value = new FieldValue(field, true);
      this.place = csv.column(field.name());
    }

    Column required(Path file) {
      if (place < 0) {
        throw ErrorCode.INVALID_INPUT.because("%s has no column %s; its header names %s"
            .formatted(file, value.field().name(), String.join(", ", csv.header())));
      }
      return this;
    }

    boolean isThere() {
      return place >= 0;
    }

    /** The value in the current record. */
    FieldValue read() {
      try {
        value.read(place < 0 ? null : csv.cell(place));
        return value;
      } catch (PersonalizeException e) {
        throw csv.fault(value.field().name(), e.getMessage());
      }
    }
  }
}
