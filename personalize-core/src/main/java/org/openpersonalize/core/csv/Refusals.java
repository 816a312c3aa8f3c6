// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** What becomes of the records of a file that are refused. */
@FunctionalInterface
public interface Refusals {
  /** The first one ends the reading. */
  Refusals NONE_ALLOWED = refused -> {
    throw ErrorCode.INVALID_INPUT.because(refused.message());
  };

  /**
   * Takes note of one; the reading goes on behind it.
   *
   * @throws PersonalizeException if it is not to go on
   */
  void add(RefusedRecord refused);
}
