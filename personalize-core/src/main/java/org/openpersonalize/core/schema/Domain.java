package org.openpersonalize.core.schema;

import java.util.Arrays;
import org.openpersonalize.core.resource.ErrorCode;

/** The business a domain dataset group is made for; a custom dataset group has none. */
public enum Domain {
  ECOMMERCE,
  VIDEO_ON_DEMAND;

  /**
   * Reads the wire's spelling.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such
   *     domain
   */
  public static Domain ofWire(String wire) {
    return Arrays.stream(values())
        .filter(domain -> domain.name().equals(wire))
        .findFirst()
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "There is no domain '%s': use ECOMMERCE or VIDEO_ON_DEMAND, or leave it out for a custom dataset group"
                .formatted(wire)));
  }
}
