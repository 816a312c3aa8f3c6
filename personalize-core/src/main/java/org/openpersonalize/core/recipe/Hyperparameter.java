// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A knob of a recipe. On the wire all values are strings.
 *
 * @param kind which of a solution's two maps it is given in
 * @param defaultValue as the API publishes it
 * @param isTunable may hyperparameter optimisation choose it?
 */
public record Hyperparameter(
    String name,
    Kind kind,
    Range range,
    String defaultValue,
    boolean isTunable,
    String description) {

  /** The same with another default. */
  Hyperparameter withDefault(String other) {
    return new Hyperparameter(name, kind, range, other, isTunable, description);
  }

  /** The same where hyperparameter optimisation may not choose it. */
  Hyperparameter notTunable() {
    return new Hyperparameter(name, kind, range, defaultValue, false, description);
  }

  /** Is it the same knob, whatever its default? */
  public boolean is(Hyperparameter other) {
    return name.equals(other.name);
  }

  /** Which of a solution's two maps a knob belongs to. */
  public enum Kind {
    ALGORITHM("algorithmHyperParameters"),
    FEATURE_TRANSFORMATION("featureTransformationParameters");

    private final String wire;

    Kind(String wire) {
      this.wire = wire;
    }

    /** The member of a solution's configuration. */
    public String wire() {
      return wire;
    }
  }

  /** The values a knob takes. */
  public sealed interface Range permits Whole, Real, OneOf {
    boolean contains(String value);

    /** The range in words, to follow "must be". */
    String words();

    /** The range that has nothing but one of its values. */
    Range only(String value);
  }

  /** Whole numbers from {@code min} to {@code max}. */
  public record Whole(int min, int max) implements Range {
    @Override
    public boolean contains(String value) {
      try {
        int number = Integer.parseInt(value);
        return number >= min && number <= max;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    public String words() {
      return "a whole number from %d to %d".formatted(min, max);
    }

    @Override
    public Whole only(String value) {
      return new Whole(Integer.parseInt(value), Integer.parseInt(value));
    }
  }

  /** Numbers from {@code min} to {@code max}. */
  public record Real(double min, double max) implements Range {
    @Override
    public boolean contains(String value) {
      try {
        double number = Double.parseDouble(value);
        return number >= min && number <= max;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    public String words() {
      return "a number from %s to %s".formatted(min, max);
    }

    @Override
    public Real only(String value) {
      return new Real(Double.parseDouble(value), Double.parseDouble(value));
    }
  }

  /**
   * One of a few words, in any case.
   *
   * @param olderSpellings what else is taken for one of the words
   */
  public record OneOf(List<String> values, Map<String, String> olderSpellings) implements Range {
    /** Words that were never spelled otherwise. */
    public OneOf(List<String> values) {
      this(values, Map.of());
    }

    @Override
    public boolean contains(String value) {
      return values.contains(spelled(value));
    }

    @Override
    public String words() {
      return String.join(" or ", values);
    }

    /** How the word is spelled here that is given in any case, or as it was spelled before. */
    public String spelled(String value) {
      return Stream.concat(
              values.stream().filter(value::equalsIgnoreCase),
              olderSpellings.entrySet().stream()
                  .filter(each -> each.getKey().equalsIgnoreCase(value))
                  .map(Map.Entry::getValue))
          .findFirst()
          .orElse(value);
    }

    @Override
    public OneOf only(String value) {
      return new OneOf(List.of(value));
    }
  }
}
