// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The value of one column in the record that is being read: the one place that says how text becomes a value, whether it
 * comes in a CSV file or in the properties of an event, an item or a user. docs/data.md has the rules as a table.
 *
 * <ul>
 *   <li>Ids and times must be there and must fit.
 *   <li>Anything else may be missing, whatever the schema says; a text that is no value of the column's type is {@linkplain
 *       Outcome#UNFIT unfit} and counts as missing too.
 *   <li>What would be lost or misread if it were taken for something else is refused everywhere: a number with a fraction
 *       in a column of whole ones, a number too large for its type, a string too long.
 * </ul>
 *
 * <p>A refusal is a {@link PersonalizeException} with {@link ErrorCode#INVALID_INPUT}; its sentence says what is wrong with
 * the value and leaves it to the caller to say where it stands. Lengths are counted in characters (code points), as the
 * API counts them. Holds one value and is not thread-safe.
 */
public final class FieldValue {
  private static final int MAX_ID_LENGTH = 256;
  private static final int MAX_STRING_LENGTH = 1_000;
  private static final int MAX_TEXT_LENGTH = 20_000;
  private static final int MAX_IDEOGRAPHIC_TEXT_LENGTH = 7_000;

  private static final int LONGEST_NUMBER = 1_000;

  /** So many digits are less than 2⁵³. */
  private static final int MAX_EXACT_DIGITS = 15;

  private static final double[] POWERS_OF_TEN =
      DoubleStream.iterate(1, power -> 10 * power).limit(MAX_EXACT_DIGITS).toArray();

  /** Epoch seconds reach this in the year 5138, epoch milliseconds did in 1973. */
  private static final double SURELY_MILLISECONDS = 1e11;

  /** How programs and languages print that there is nothing, in lower case. */
  public static final Set<String> NOTHING =
      Set.of("null", "none", "nil", "nan", "na", "n/a", "undefined", "\\n");

  private final Field field;
  private final boolean strict;
  private final JsonStringEncoder escape = JsonStringEncoder.getInstance();
  private boolean present;
  private String text = "";
  private long integer;
  private double number;

  /** What became of a text. */
  public enum Outcome {
    /** It is a value. */
    PRESENT,
    /** There is none. */
    MISSING,
    /** It is no value of this type, and is passed over. */
    UNFIT
  }

  /**
   * @param strict refuse a text that is unfit, and a missing value where the schema does not allow null
   */
  public FieldValue(Field field, boolean strict) {
    this.field = field;
    this.strict = strict || field.role() != Field.Role.METADATA;
  }

  public Field field() {
    return field;
  }

  /**
   * Reads the next value.
   *
   * @param source null and a blank text are no value; nor, where the column is not a string, is one of the words by which
   *     programs print that there is none, such as {@code NaN} and {@code null}
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is refused
   */
  public Outcome read(@Nullable String source) {
    present = false;
    if (source == null || source.isBlank()) {
      return missing();
    }
    return field.type() == Field.Type.STRING ? readString(source) : readOther(source.strip());
  }

  private Outcome readOther(String stripped) {
    boolean fits = switch (field.type()) {
      case INT, LONG -> readInteger(stripped);
      case FLOAT, DOUBLE -> readNumber(stripped);
      default -> readTruth(stripped);
    };
    if (fits) {
      present = true;
      return Outcome.PRESENT;
    }
    if (isNothing(stripped)) {
      return missing();
    }
    if (strict) {
      throw notOfType(stripped);
    }
    return Outcome.UNFIT;
  }

  /** Is this how a program prints that there is nothing? */
  public static boolean isNothing(String stripped) {
    return stripped.length() <= "undefined".length()
        && NOTHING.contains(stripped.toLowerCase(Locale.ROOT));
  }

  private Outcome missing() {
    if (strict && !field.nullable()) {
      throw refusal(
          "the value is missing, and the schema does not allow null: give every record one");
    }
    return Outcome.MISSING;
  }

  private Outcome readString(String source) {
    if (source.indexOf('\0') >= 0) {
      throw refusal("the value contains the character U+0000: remove it");
    }
    text = field.textual() ? cut(source) : source;
    int limit = field.role() == Field.Role.ID ? MAX_ID_LENGTH : MAX_STRING_LENGTH;
    if (!field.textual() && source.length() > limit && characters(source) > limit) {
      throw refusal(
          ("Length cannot be more than %d characters for %s. If no values exceed the character limit, make sure"
                  + " your data follows the formatting guidelines: one record a line, values that contain a comma in double"
                  + " quotes, and \\\" for a quote inside them")
              .formatted(limit, field.name()));
    }
    present = true;
    return Outcome.PRESENT;
  }

  private boolean readInteger(String source) {
    if (isShortInteger(source)) {
      integer = Long.parseLong(source);
    } else if (!isNumber(source)) {
      return false;
    } else {
      integer = wholeNumber(source);
    }
    if (field.type() == Field.Type.INT && integer != (int) integer) {
      throw refusal(
          "%s is too large for an int: declare the column as long".formatted(shown(source)));
    }
    number = integer;
    checkTime(source);
    return true;
  }

  private long wholeNumber(String source) {
    if (source.length() > LONGEST_NUMBER) { // or reading it would take long
      throw refusal("%s is too large for a long".formatted(shown(source)));
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(source);
    } catch (NumberFormatException e) { // an exponent beyond all bounds
      throw refusal("%s is too large for a long".formatted(shown(source)));
    }
    if (exact.signum() == 0) {
      return 0;
    }
    if ((long) exact.precision() - exact.scale() > 19) {
      throw refusal("%s is too large for a long".formatted(shown(source)));
    }
    BigDecimal shortest = exact.stripTrailingZeros();
    if (shortest.scale() > 0) {
      throw refusal("'%s' is not a whole number: correct it%s"
          .formatted(
              shown(source),
              field.role() == Field.Role.TIME
                  ? ", for a time is whole seconds since 1970"
                  : ", or declare the column as double"));
    }
    try {
      return shortest.longValueExact();
    } catch (ArithmeticException e) {
      throw refusal("%s is too large for a long".formatted(shown(source)));
    }
  }

  private boolean readNumber(String source) {
    if (!isNumber(source)) {
      return false;
    }
    number = 0.0 + toDouble(source); // there is one zero, -0 is it too
    if (Double.isInfinite(field.type() == Field.Type.FLOAT ? (float) number : number)) {
      throw refusal(
          "%s is too large for a %s".formatted(shown(source), field.type().avro()));
    }
    checkTime(source);
    return true;
  }

  /**
   * As {@link Double#parseDouble}, which takes several times as long for the few digits that prices have: whole numbers below 2⁵³
   * and powers of ten up to 10²² are exact as doubles, so that their quotient is the double that is nearest.
   *
   * <p>Clinger: How to Read Floating Point Numbers Accurately, PLDI 1990.
   */
  static double toDouble(String source) {
    int length = source.length();
    if (length > MAX_EXACT_DIGITS) {
      return Double.parseDouble(source);
    }
    long digits = 0;
    int point = length;
    for (int at = 0; at < length; at++) {
      char c = source.charAt(at);
      if (isDigit(c)) {
        digits = 10 * digits + (c - '0');
      } else if (c == '.') {
        point = at + 1;
      } else {
        return Double.parseDouble(source); // a sign or an exponent
      }
    }
    return digits / POWERS_OF_TEN[length - point];
  }

  private boolean readTruth(String source) {
    integer = source.equalsIgnoreCase("true") ? 1 : 0;
    return integer == 1 || source.equalsIgnoreCase("false");
  }

  /** Digits with or without a sign, too few to be beyond a long. */
  private static boolean isShortInteger(String source) {
    int from = source.charAt(0) == '-' ? 1 : 0;
    if (from == source.length() || source.length() - from > 18) {
      return false;
    }
    for (int at = from; at < source.length(); at++) {
      if (!isDigit(source.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Is this a decimal number: a sign or none, digits with or without a point among, before or behind them, an exponent or
   * none? Java would also take {@code 1f}, {@code 0x1p3} and digits of other scripts.
   */
  static boolean isNumber(String source) {
    int length = source.length();
    int at = length > 0 && isSign(source.charAt(0)) ? 1 : 0;
    int digits = 0;
    boolean point = false;
    for (; at < length; at++) {
      char c = source.charAt(at);
      if (isDigit(c)) {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return false;
    }
    if (at == length) {
      return true;
    }
    if (source.charAt(at) != 'e' && source.charAt(at) != 'E') {
      return false;
    }
    at++;
    if (at < length && isSign(source.charAt(at))) {
      at++;
    }
    int exponent = at;
    while (at < length && isDigit(source.charAt(at))) {
      at++;
    }
    return at == length && at > exponent;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSign(char c) {
    return c == '-' || c == '+';
  }

  private void checkTime(String source) {
    if (field.role() != Field.Role.TIME || Math.abs(number) < SURELY_MILLISECONDS) {
      return;
    }
    throw refusal(
        number > 0
            ? "%s is in milliseconds; divide by 1000: Personalize expects epoch seconds"
                .formatted(shown(source))
            : "%s is no time: Personalize expects the seconds since 1970, less than 0 for earlier times"
                .formatted(shown(source)));
  }

  /** Was the value there, and did it fit? */
  public boolean isPresent() {
    return present;
  }

  /** The value of a string column; null when it is missing. Prose is cut to the length that models read. */
  public @Nullable String text() {
    return present ? text : null;
  }

  /** The value of an {@code int} or {@code long} column, which must be present. */
  public long integer() {
    return integer;
  }

  /** The value of a numeric column; NaN when it is missing. */
  public double number() {
    return present ? number : Double.NaN;
  }

  /** Appends the value, which must be present, as JSON. */
  public void appendJson(StringBuilder json) {
    switch (field.type()) {
      case STRING -> {
        json.append('"');
        escape.quoteAsString(text, json);
        json.append('"');
      }
      case INT, LONG -> json.append(integer);
      case FLOAT, DOUBLE -> json.append(number);
      case BOOLEAN -> json.append(integer == 1);
    }
  }

  /** What to say of a text that was {@linkplain Outcome#UNFIT unfit}. */
  public PersonalizeException notOfType(String source) {
    return refusal("'%s' is not %s: correct it, or declare another type in the schema"
        .formatted(
            shown(source),
            switch (field.type()) {
              case STRING -> "a string";
              case INT, LONG -> "a whole number";
              case FLOAT, DOUBLE -> "a number";
              case BOOLEAN -> "true or false";
            }));
  }

  private static String shown(String source) {
    return characters(source) <= 40
        ? source
        : source.substring(0, source.offsetByCodePoints(0, 40)) + "…";
  }

  private static PersonalizeException refusal(String sentence) {
    return ErrorCode.INVALID_INPUT.because(sentence);
  }

  private static int characters(String source) {
    return source.codePointCount(0, source.length());
  }

  private static String cut(String prose) {
    if (prose.length() <= MAX_IDEOGRAPHIC_TEXT_LENGTH) {
      return prose;
    }
    int characters = characters(prose);
    int limit = 2 * prose.codePoints().filter(FieldValue::isChineseOrJapanese).count() > characters
        ? MAX_IDEOGRAPHIC_TEXT_LENGTH
        : MAX_TEXT_LENGTH;
    return characters <= limit ? prose : prose.substring(0, prose.offsetByCodePoints(0, limit));
  }

  private static boolean isChineseOrJapanese(int codePoint) {
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA -> true;
      default -> false;
    };
  }
}
