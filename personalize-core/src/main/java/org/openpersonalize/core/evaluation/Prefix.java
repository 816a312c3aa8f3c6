// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * The beginning of a session, which is given, and what came next, which is to be found.
 *
 * @param items ids, at least one, in their order
 * @param target id
 */
public record Prefix(List<String> items, String target) {
  private static final String SESSION = "SESSION";
  private static final String TARGET = "TARGET";

  public Prefix {
    items = List.copyOf(items);
  }

  /**
   * Reads a CSV file, gzipped or not, with the columns SESSION, ids separated by spaces, and TARGET.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the file, and
   *     where it can the line, if it is not there or not of this form
   */
  public static List<Prefix> read(Path file) throws IOException {
    List<Prefix> prefixes = new ArrayList<>();
    try (CsvRecordReader csv = new CsvRecordReader(PlainOrGzip.open(file), file.toString())) {
      int session = column(csv, SESSION);
      int target = column(csv, TARGET);
      while (csv.next()) {
        String items = required(csv, SESSION, csv.cell(session));
        prefixes.add(
            new Prefix(List.of(items.split(" +")), required(csv, TARGET, csv.cell(target))));
      }
    }
    return prefixes;
  }

  private static int column(CsvRecordReader csv, String name) {
    int column = csv.column(name);
    if (column < 0) {
      throw ErrorCode.INVALID_INPUT.because("%s has no column %s; its header names %s"
          .formatted(csv.file(), name, String.join(", ", csv.header())));
    }
    return column;
  }

  private static String required(CsvRecordReader csv, String column, @Nullable String cell) {
    String text = Objects.requireNonNullElse(cell, "").strip();
    if (text.isEmpty()) {
      throw csv.fault(column, "the value is missing");
    }
    return text;
  }
}
