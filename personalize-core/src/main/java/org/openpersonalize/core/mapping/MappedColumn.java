// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.CellSource;
import org.openpersonalize.core.schema.Field;

/**
 * A column of a file that fills one of a dataset.
 *
 * @param place in the file, from 0
 * @param name what messages call it: its header, mostly
 * @param field the dataset's column
 * @param kind what it holds, unless the service says what that column has to hold
 * @param time how times are written
 * @param number how numbers are written
 */
public record MappedColumn(
    int place, String name, String field, ColumnKind kind, TimeForm time, NumberForm number) {

  /** The same column, with its times read in another way. */
  public MappedColumn reading(TimeForm form) {
    return new MappedColumn(place, name, field, kind, form, number);
  }

  /** Is every text to be taken as it is, if the schema's column is this one? */
  boolean isAsItIs(Field declared) {
    return declared.role() == Field.Role.TIME
        ? time == TimeForm.EPOCH_SECONDS
        : !declared.type().isNumeric() || number == NumberForm.PLAIN;
  }

  CellSource cell(Field declared, ZoneId zone) {
    return new Cell(this, declared, zone);
  }

  private record Cell(MappedColumn column, Field declared, ZoneId zone) implements CellSource {
    @Override
    public String name() {
      return column.name();
    }

    @Override
    public @Nullable String text(CellReader file) {
      return file.cell(column.place());
    }

    @Override
    public void requireFit(CellReader file, Field field) {
      file.requireFit(column.place(), field);
    }

    @Override
    public String convert(String text) {
      if (declared.role() == Field.Role.TIME) {
        return column.time() == TimeForm.EPOCH_SECONDS || text.isBlank()
            ? text
            : Long.toString(column.time().seconds(text, zone));
      }
      return declared.type().isNumeric() ? column.number().convert(text) : text;
    }
  }
}
