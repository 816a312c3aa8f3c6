// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as pages show them. */
public final class Times {
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
          "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private Times() {}

  /** Such as {@code 2026-03-04 05:06:07 UTC}: the same in every language, and named, since nobody said where the reader is. */
  public static String utc(Instant instant) {
    return SECONDS.format(instant);
  }
}
