// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** How a file writes points in time. */
public enum TimeForm {
  /** As the bulk format has them. */
  EPOCH_SECONDS("1323434400", 1),
  EPOCH_MILLISECONDS("1323434400000", 1_000),
  /** ISO 8601 among them, with a zone of its own or none. */
  YEAR_FIRST("2011-12-09 12:40", 0),
  DAY_FIRST("09/12/2011 12:40", 0),
  MONTH_FIRST("12/09/2011 12:40", 0),
  /** Digits alone: a day, or a day and a time. */
  COMPACT("20111209", 0);

  private static final int LONGEST = 48;

  /** 1990 to 2100: a whole number in between may be a time. */
  private static final long EARLIEST = 631_152_000L;

  private static final long LATEST = 4_102_444_800L;

  private static final Pattern DATE = Pattern.compile(
      "(\\d{1,4})\\s?[-/.]\\s?(\\d{1,2})\\s?[-/.]\\s?(\\d{1,4})\\.?" // the three numbers of a day
          + "(?:[T ,]\\s?(?:(AM|PM|오전|오후)\\s?)?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?" // a time
          + "\\s?(AM|PM)?\\s?(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?"); // its half of the day, its
  // zone

  private static final Pattern EPOCH = Pattern.compile("-?\\d{1,18}");
  private static final Pattern DIGITS =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})(\\d{2})?)?");

  private final String example;
  private final long unitsPerSecond;

  TimeForm(String example, long unitsPerSecond) {
    this.example = example;
    this.unitsPerSecond = unitsPerSecond;
  }

  /** The ninth of December 2011, with the time where it is of interest. */
  public String example() {
    return example;
  }

  /** Does a time of this form depend on the zone that it is read in? */
  public boolean isLocal() {
    return unitsPerSecond == 0;
  }

  /**
   * The seconds since 1970.
   *
   * @param zone of times that do not name their own
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} with a sentence about the text, if it is no time of this form
   */
  public long seconds(String text, ZoneId zone) {
    String stripped = text.strip();
    try {
      OptionalLong seconds = isLocal() ? local(stripped, zone) : epoch(stripped);
      return seconds.orElseThrow(() -> refusal(
          "'%s' is no time such as %s: correct it, or choose how this column writes times",
          stripped));
    } catch (DateTimeException e) {
      throw refusal("there is no such time as '%s': correct it", stripped);
    }
  }

  /** What this may be as a time of this form, in UTC; a whole number only if it is of these decades. */
  OptionalLong guess(String text) {
    try {
      OptionalLong seconds = isLocal() ? local(text, ZoneOffset.UTC) : epoch(text);
      boolean written = this == YEAR_FIRST || this == DAY_FIRST || this == MONTH_FIRST;
      return seconds.isPresent() && (written || isOfTheseDecades(seconds.getAsLong()))
          ? seconds
          : OptionalLong.empty();
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static boolean isOfTheseDecades(long seconds) {
    return seconds >= EARLIEST && seconds < LATEST;
  }

  private OptionalLong epoch(String text) {
    return EPOCH.matcher(text).matches()
        ? OptionalLong.of(Math.floorDiv(Long.parseLong(text), unitsPerSecond))
        : OptionalLong.empty();
  }

  private OptionalLong local(String text, ZoneId zone) {
    if (text.length() > LONGEST) {
      return OptionalLong.empty();
    }
    return this == COMPACT ? compact(text, zone) : separated(text, zone);
  }

  private static OptionalLong compact(String text, ZoneId zone) {
    Matcher parts = DIGITS.matcher(text);
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    LocalDateTime time = LocalDateTime.of(
        number(parts, 1),
        number(parts, 2),
        number(parts, 3),
        number(parts, 4),
        number(parts, 5),
        number(parts, 6));
    return OptionalLong.of(time.atZone(zone).toEpochSecond());
  }

  private OptionalLong separated(String text, ZoneId zone) {
    Matcher parts = DATE.matcher(text.toUpperCase(Locale.ROOT));
    int yearAt = this == YEAR_FIRST ? 1 : 3;
    if (!parts.matches()
        || !isYear(parts.group(yearAt))
        || parts.group(4 - yearAt).length() > 2) {
      return OptionalLong.empty();
    }
    int day = number(parts, this == YEAR_FIRST ? 3 : this == DAY_FIRST ? 1 : 2);
    int month = number(parts, this == MONTH_FIRST ? 1 : 2);
    if (month > 12 || day > 31) {
      return OptionalLong.empty(); // likelier another form than a day that does not exist
    }
    LocalDateTime time = LocalDateTime.of(
        year(number(parts, yearAt)), month, day, hour(parts), number(parts, 6), number(parts, 7));
    String ownZone = parts.group(9);
    return OptionalLong.of(
        time.atZone(ownZone == null ? zone : ZoneId.of(ownZone)).toEpochSecond());
  }

  /** Four digits, or the last two, but not in front, where those are as likely a day. */
  private boolean isYear(String digits) {
    return digits.length() == 4 || digits.length() == 2 && this != YEAR_FIRST;
  }

  private static int year(int number) {
    return number >= 100 ? number : number < 70 ? 2000 + number : 1900 + number;
  }

  private static int hour(Matcher parts) {
    int hour = number(parts, 5);
    String half = parts.group(4) == null ? parts.group(8) : parts.group(4);
    if (half == null) {
      return hour;
    }
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("There is no hour " + hour + half);
    }
    return hour % 12 + (half.equals("PM") || half.equals("오후") ? 12 : 0);
  }

  private static int number(Matcher parts, int group) {
    @Nullable String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private PersonalizeException refusal(String sentence, String text) {
    String shown = text.codePointCount(0, text.length()) <= 40
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
    return ErrorCode.INVALID_INPUT.because(sentence.formatted(shown, example));
  }
}
