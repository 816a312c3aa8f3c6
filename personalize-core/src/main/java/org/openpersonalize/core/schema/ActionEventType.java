// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.openpersonalize.core.resource.ErrorCode;

/** What can become of an action that a user is offered. */
public enum ActionEventType {
  TAKEN,
  NOT_TAKEN,
  VIEWED;

  /**
   * Reads one in any spelling, for the documentation has two: {@code Not Taken} and {@code NOT_TAKEN}.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is none of them
   */
  public static ActionEventType ofWire(String wire) {
    return find(wire)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "There is no type '%s' of action interactions: use Taken, Not Taken or Viewed"
                .formatted(wire)));
  }

  /** As {@link #ofWire}; empty if it is none of them. */
  public static Optional<ActionEventType> find(String wire) {
    String name = wire.strip().toUpperCase(Locale.ROOT).replaceAll("[ _-]+", "_");
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
