// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;

/**
 * What stands in the columns of a file.
 *
 * @param rows how many were looked at, those that cannot be taken apart left out
 * @param whole are these all rows of the file?
 */
public record ColumnLook(List<SeenColumn> columns, long rows, boolean whole) {
  /** So many rows are enough, and are read in a second or two. */
  static final int MOST_ROWS = 200_000;

  private static final int MOST_COLUMNS = 500;

  /**
   * Looks at the first rows of a file.
   *
   * @param file before its first record
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is nothing to look at, or no text
   */
  public static ColumnLook at(CellReader file) throws IOException {
    if (file.header().size() > MOST_COLUMNS) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s has %d columns: leave out those that say nothing about users or items, at most %d are possible"
              .formatted(file.file(), file.header().size(), MOST_COLUMNS));
    }
    List<ColumnWatch> columns = IntStream.range(0, file.header().size())
        .mapToObj(place -> new ColumnWatch(place, file.header().get(place)))
        .toList();
    long rows = 0;
    boolean more = file.nextRecord();
    for (; more && rows < MOST_ROWS; more = file.nextRecord()) {
      rows += see(file, columns) ? 1 : 0;
    }
    if (rows == 0) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s has no rows with as many values as its header names columns: is it a %s file?"
              .formatted(file.file(), file.form()));
    }
    return new ColumnLook(columns.stream().map(ColumnWatch::seen).toList(), rows, !more);
  }

  /** What each column would be called as one of somebody's own, beside the service's. */
  public List<String> ownFields(DatasetType type, @Nullable Domain domain) {
    Set<String> taken = DatasetSchema.reserved(type, domain).stream()
        .map(reserved -> DatasetSchema.key(reserved.field().name()))
        .collect(Collectors.toCollection(HashSet::new));
    List<String> names = new ArrayList<>();
    for (SeenColumn column : columns) {
      String name = Vocabulary.fieldName(column.name(), column.place());
      String free = taken.add(DatasetSchema.key(name)) ? name : name + "_" + (column.place() + 1);
      taken.add(DatasetSchema.key(free));
      names.add(free);
    }
    return List.copyOf(names);
  }

  /** Shows the current record to the columns; false if it cannot be taken apart. */
  private static boolean see(CellReader file, List<ColumnWatch> columns) {
    try {
      file.readCells();
      columns.forEach(column -> column.see(file));
      return true;
    } catch (PersonalizeException e) {
      return false;
    }
  }
}
