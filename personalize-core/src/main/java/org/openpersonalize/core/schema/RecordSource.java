// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * The records of one file, pulled one after the other and held to the dataset's schema, whatever the file's form is.
 *
 * <p>Columns are asked for by their place in {@link DatasetSchema#fields()}, and answer for the record that {@link #next}
 * moved to; before the first there is none. What a value is says {@link FieldValue}.
 */
public interface RecordSource extends Closeable {
  /**
   * Moves to the next record; false at the end of the file.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the place, if a value is refused
   */
  boolean next() throws IOException;

  /** Has the record a value in this column, and one that fits? */
  boolean isPresent(int column);

  /** The value of a string column; null when it is missing. */
  @Nullable String text(int column);

  /** The value of an {@code int} or {@code long} column that does not allow null. */
  long integer(int column);

  /** The value of a numeric column; NaN when it is missing. */
  double number(int column);

  /**
   * Some columns as a JSON object from column names to values, without those that are missing.
   *
   * @param columns places in the schema
   * @return the object's text, or null if it would be empty
   */
  @Nullable String json(int[] columns);
}
