// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Records that become the bytes of a file, cell by cell, whatever the file's form is: what {@link CellReader} reads again. Holds
 * what was not taken yet.
 */
public interface CellWriter {
  /** Adds a cell to the record that is being written; null and the empty text are no value. */
  void cell(@Nullable String value);

  /** Ends the record. */
  void end();

  /** How much was written that is not taken yet, in bytes or nearly so. */
  long length();

  /** Is there enough to be taken? */
  boolean isFull();

  /** What was written since this was called last. */
  byte[] take();

  /** The same, and what ends the file. */
  byte[] finish() throws IOException;
}
