// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.Field;

/** Where the values of one column of a schema come from, in the records of a file. */
public interface CellSource {
  /** How messages name the column. */
  String name();

  /** What the current record has; null if nothing. */
  @Nullable String text(CellReader file);

  /**
   * Checks that the file's column can hold the values of the schema's.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the column and its type, and what to do
   */
  default void requireFit(CellReader file, Field field) {}

  /**
   * Such a text in the spelling of the bulk format.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} with a sentence about the text, if it cannot be
   */
  default String convert(String text) {
    return text;
  }
}
