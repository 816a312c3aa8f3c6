// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** A place in the list of activities, which is ordered by the time of their last change, newest first. */
public record Place(Instant changed, String arn) {
  /** Before everything. */
  public static final Place NEWEST = new Place(Instant.parse("9999-12-31T00:00:00Z"), "");

  /**
   * Reads what {@link #toString} has written.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_NEXT_TOKEN} for anything else
   */
  public static Place parse(String text) {
    String[] parts = text.split("~", 2);
    try {
      if (parts.length == 2) {
        return new Place(Instant.parse(parts[0]), parts[1]);
      }
    } catch (DateTimeException e) {
      throw invalid(e);
    }
    throw invalid(null);
  }

  private static PersonalizeException invalid(@Nullable Exception cause) {
    return ErrorCode.INVALID_NEXT_TOKEN.because(
        "There is no such place in the list. Begin with its first page.", cause);
  }

  @Override
  public String toString() {
    return changed + "~" + arn;
  }
}
