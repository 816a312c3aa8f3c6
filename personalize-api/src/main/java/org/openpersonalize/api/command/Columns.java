// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of text in columns.
 *
 * <p>Picocli's own table wants the widths beforehand and breaks a cell that is wider; these columns are as wide as they need.
 */
public final class Columns {
  private Columns() {}

  /**
   * A line for each row.
   *
   * @param rows equally long
   */
  public static List<String> lines(List<List<String>> rows) {
    int[] widths = IntStream.range(0, rows.get(0).size())
        .map(column ->
            rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow())
        .toArray();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column ->
            row.get(column) + " ".repeat(widths[column] - row.get(column).length()))
        .collect(Collectors.joining("  ", "  ", ""))
        .stripTrailing();
  }
}
