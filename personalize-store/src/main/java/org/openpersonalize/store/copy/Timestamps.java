// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Points in time as the driver takes them for a {@code timestamptz}. */
public final class Timestamps {
  private Timestamps() {}

  public static OffsetDateTime timestamptz(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
