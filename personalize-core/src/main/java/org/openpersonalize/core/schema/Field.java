package org.openpersonalize.core.schema;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * One column of a dataset: what its values must be, and how they are read from text.
 *
 * <p>The reading methods throw {@link PersonalizeException} with {@link ErrorCode#INVALID_INPUT}; the sentence says what
 * is wrong with the value and leaves it to the caller to say where it stands.
 *
 * @param nullable may the value be missing?
 * @param categorical does the string hold categories, joined by {@code |}?
 * @param textual does the string hold prose, of which models may make features?
 * @param itemName is this the title of the item?
 */
public record Field(
    String name,
    Type type,
    boolean nullable,
    boolean categorical,
    boolean textual,
    boolean itemName) {
  private static final Set<String> IDS = Set.of("USER_ID", "ITEM_ID", "ACTION_ID", "EVENT_TYPE");
  private static final int MAX_ID_LENGTH = 256;
  private static final int MAX_STRING_LENGTH = 1_000;
  private static final int MAX_TEXT_LENGTH = 20_000;
  private static final int MAX_IDEOGRAPHIC_TEXT_LENGTH = 7_000;

  /** Epoch seconds reach this in the year 5138, epoch milliseconds did in 1973. */
  private static final long SURELY_MILLISECONDS = 100_000_000_000L;

  /** The Avro types a column can have. */
  public enum Type {
    STRING,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN;

    public boolean isNumeric() {
      return this != STRING && this != BOOLEAN;
    }

    /** The type as a schema spells it. */
    public String avro() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The column's name in the properties of an event or item: {@code NUM_RATINGS} is {@code numRatings} there. */
  public String propertyName() {
    StringBuilder property = new StringBuilder();
    for (String word : name.split("_+")) {
      if (word.isEmpty()) {
        continue;
      }
      String rest = word.substring(1);
      boolean shouted = rest.equals(rest.toUpperCase(Locale.ROOT));
      String initial = word.substring(0, 1);
      property
          .append(
              property.isEmpty()
                  ? initial.toLowerCase(Locale.ROOT)
                  : initial.toUpperCase(Locale.ROOT))
          .append(shouted ? rest.toLowerCase(Locale.ROOT) : rest);
    }
    return property.toString();
  }

  /**
   * Reads a string.
   *
   * @return the string; prose is cut to the length that models read
   */
  public String text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw refusal("the value contains the character U+0000: remove it");
    }
    if (textual) {
      return value.substring(0, Math.min(value.length(), maxTextLength(value)));
    }
    int limit = IDS.contains(name) ? MAX_ID_LENGTH : MAX_STRING_LENGTH;
    if (value.length() > limit) {
      throw refusal(
          ("Length cannot be more than %d characters for %s. If no values exceed the character limit, make sure"
                  + " your data follows the formatting guidelines: one record a line, values that contain a comma in double"
                  + " quotes, and \\\" for a quote inside them")
              .formatted(limit, name));
    }
    return value;
  }

  /** Reads an {@code int} or {@code long}; times must be epoch seconds. */
  public long integer(String value) {
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw notOfType(value);
    }
    if (type == Type.INT && number != (int) number) {
      throw refusal("%s is too large for an int: declare the column as long".formatted(value));
    }
    checkTime(number, value);
    return number;
  }

  /** Reads a finite decimal number; empty for anything else, such as the {@code 1f} and {@code 0x1p3} that Java takes. */
  public static OptionalDouble decimal(String value) {
    String text = value.stripLeading();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return OptionalDouble.empty();
      }
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isInfinite(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** Reads a finite {@code float} or {@code double}; times must be epoch seconds. */
  public double number(String value) {
    double number = decimal(value).orElseThrow(() -> notOfType(value));
    checkTime(number, value);
    return number;
  }

  /** Reads {@code true} or {@code false} in any case. */
  public boolean truth(String value) {
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    if (value.equalsIgnoreCase("false")) {
      return false;
    }
    throw notOfType(value);
  }

  /** What to say when the value is missing although it may not be. */
  public PersonalizeException missing() {
    return refusal(
        "the value is missing, and the schema does not allow null: give every record one");
  }

  private void checkTime(double seconds, String value) {
    if (seconds >= SURELY_MILLISECONDS && name.endsWith("TIMESTAMP")) {
      throw refusal("%s is in milliseconds; divide by 1000: Personalize expects epoch seconds"
          .formatted(value));
    }
  }

  private PersonalizeException notOfType(String value) {
    return refusal("'%s' is not %s: correct it, or declare another type in the schema"
        .formatted(
            value.length() <= 40 ? value : value.substring(0, 40) + "…",
            switch (type) {
              case STRING -> "a string";
              case INT, LONG -> "a whole number";
              case FLOAT, DOUBLE -> "a number";
              case BOOLEAN -> "true or false";
            }));
  }

  private static PersonalizeException refusal(String sentence) {
    return ErrorCode.INVALID_INPUT.because(sentence);
  }

  private static int maxTextLength(String value) {
    if (value.length() <= MAX_IDEOGRAPHIC_TEXT_LENGTH) {
      return MAX_TEXT_LENGTH;
    }
    long ideographs = value.codePoints().filter(Field::isChineseOrJapanese).count();
    return 2 * ideographs > value.length() ? MAX_IDEOGRAPHIC_TEXT_LENGTH : MAX_TEXT_LENGTH;
  }

  private static boolean isChineseOrJapanese(int codePoint) {
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA -> true;
      default -> false;
    };
  }

  /** Can a model learn from this column, apart from its name being reserved? */
  boolean isFeature() {
    return type.isNumeric() || categorical || textual;
  }
}
