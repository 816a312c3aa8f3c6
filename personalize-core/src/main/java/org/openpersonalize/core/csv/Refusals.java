// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** What becomes of the records of a file that are refused. */
@FunctionalInterface
public interface Refusals {
  /** The first one ends the reading. */
  Refusals NONE_ALLOWED = (refused, line) -> {
    throw ErrorCode.INVALID_INPUT.because(refused.message());
  };

  /**
   * Takes note of one; the reading goes on behind it.
   *
   * @param line the record as the file has it; null unless {@link #wantLines}
   * @throws PersonalizeException if it is not to go on
   */
  void add(RefusedRecord refused, @Nullable String line);

  /** Are the records asked for as the file has them? That takes a copy of each one that is read. */
  default boolean wantLines() {
    return false;
  }
}
