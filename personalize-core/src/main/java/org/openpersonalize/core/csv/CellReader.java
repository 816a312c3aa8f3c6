// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.Field;

/**
 * The records of one file, pulled one after the other, as texts in columns that have names, whatever the file's form is. What a
 * text means to a dataset says {@link DatasetRecordReader}, in the same way for all forms.
 */
public interface CellReader extends Closeable {
  /** How messages name the file. */
  String file();

  /** What messages call the form of the file. */
  String form();

  /** The names of the columns; that of one without a name is empty. */
  List<String> header();

  /**
   * Moves to the next record; false at the end of the file.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the file is damaged, and nothing behind can be read
   */
  boolean nextRecord() throws IOException;

  /**
   * Takes the current record apart. Whether or not it can be, the next one can be moved to.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the place, if it has not a cell for each column
   */
  void readCells();

  /**
   * A cell of the current record; null where there is nothing.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} with a sentence about the cell, if it has no text
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  @Nullable String cell(int column);

  /** The current record for people to read: a line of CSV. To be asked for before it is taken apart. */
  String text();

  /** Where the current record is: the line in which it begins, or the number of the row where a file has no lines. From 1. */
  long line();

  /** What to throw about the current record. */
  PersonalizeException fault(String sentence);

  /** What to throw about one cell of the current record. */
  PersonalizeException fault(String column, String sentence);

  /** Would all that was read so far be read the same by an import? */
  boolean isOfBulkFormat();

  /**
   * Checks that a column can hold the values of one of a schema; of texts that can only be seen from each of them.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the column and its type, and what to do
   */
  default void requireFit(int column, Field field) {}

  /**
   * The place of a column, by its name or else by its name in any case; −1 if there is none.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the header does not say which of several it is
   */
  default int column(String name) {
    int[] same = places(name, false);
    int[] alike = same.length > 0 ? same : places(name, true);
    if (alike.length > 1) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s: the header names the column %s twice: leave one of them out"
              .formatted(file(), name));
    }
    return alike.length == 0 ? -1 : alike[0];
  }

  private int[] places(String name, boolean inAnyCase) {
    List<String> header = header();
    return IntStream.range(0, header.size())
        .filter(column -> inAnyCase
            ? header.get(column).equalsIgnoreCase(name)
            : header.get(column).equals(name))
        .toArray();
  }
}
