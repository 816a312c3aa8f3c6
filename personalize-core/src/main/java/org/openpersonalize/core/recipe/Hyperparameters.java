// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openpersonalize.core.recipe.Hyperparameter.Kind;
import org.openpersonalize.core.resource.ErrorCode;

/** A user's settings for one recipe, checked against what the recipe declares; immutable. */
public final class Hyperparameters {
  private final Recipe recipe;
  private final Map<String, String> given;

  private Hyperparameters(Recipe recipe, Map<String, String> given) {
    this.recipe = recipe;
    this.given = Map.copyOf(given);
  }

  /** The recipe's own settings. */
  public static Hyperparameters defaultsOf(Recipe recipe) {
    return new Hyperparameters(recipe, Map.of());
  }

  /**
   * Checks the two maps of a solution's configuration. Names may carry the prefixes {@code training.} and
   * {@code data.}, with which the API itself writes them in places.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what the
   *     recipe does not have or what is out of range
   */
  public static Hyperparameters of(
      Recipe recipe, Map<String, String> algorithm, Map<String, String> featureTransformation) {
    Map<String, String> given = new TreeMap<>();
    algorithm.forEach(
        (name, value) -> given.put(check(recipe, Kind.ALGORITHM, name, value), value));
    featureTransformation.forEach(
        (name, value) -> given.put(check(recipe, Kind.FEATURE_TRANSFORMATION, name, value), value));
    return new Hyperparameters(recipe, given);
  }

  /**
   * The settings with which a model was trained, as {@link #given} gave them; they were checked then.
   *
   * @param given by plain name
   */
  public static Hyperparameters ofGiven(Recipe recipe, Map<String, String> given) {
    return new Hyperparameters(recipe, given);
  }

  private static String check(Recipe recipe, Kind kind, String name, String value) {
    String plain = name.replaceFirst("^(training|data)\\.", "");
    Hyperparameter declared = recipe.hyperparameters().stream()
        .filter(each -> each.kind() == kind && each.name().equals(plain))
        .findFirst()
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(unknown(recipe, kind, name)));
    if (!declared.range().contains(value)) {
      throw ErrorCode.INVALID_INPUT.because("%s of recipe %s must be %s, but is '%s'"
          .formatted(plain, recipe.name(), declared.range().words(), value));
    }
    return plain;
  }

  private static String unknown(Recipe recipe, Kind kind, String name) {
    String known = recipe.hyperparameters().stream()
        .filter(each -> each.kind() == kind)
        .map(each -> "%s (%s)".formatted(each.name(), each.range().words()))
        .collect(Collectors.joining(", "));
    return "Recipe %s has no %s in %s; it has %s"
        .formatted(recipe.name(), name, kind.wire(), known.isEmpty() ? "none" : known);
  }

  /**
   * The same with another value for one of the recipe's hyperparameters.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is out of range
   */
  public Hyperparameters with(Hyperparameter knob, String value) {
    Map<String, String> changed = new TreeMap<>(given);
    changed.put(check(recipe, knob.kind(), knob.name(), value), value);
    return new Hyperparameters(recipe, changed);
  }

  public Recipe recipe() {
    return recipe;
  }

  /** What was given, by plain name; the rest has its defaults. */
  public Map<String, String> given() {
    return new TreeMap<>(given);
  }

  /** Does the recipe have this knob at all? */
  public boolean has(Hyperparameter knob) {
    return recipe.hyperparameter(knob.name()).isPresent();
  }

  /** Was a value of this knob given? */
  public boolean isGiven(Hyperparameter knob) {
    return given.containsKey(knob.name());
  }

  /** The whole number that was given. */
  public Optional<Integer> integer(Hyperparameter knob) {
    return Optional.ofNullable(given.get(knob.name())).map(Integer::valueOf);
  }

  /** The number that was given, or the recipe's default. */
  public double real(Hyperparameter knob) {
    return Double.parseDouble(value(knob));
  }

  /** The switch that was given, or the recipe's default; off where the recipe has none. */
  public boolean flag(Hyperparameter knob) {
    return has(knob) && Boolean.parseBoolean(value(knob));
  }

  /** The value that was given, or the recipe's default. */
  public String value(Hyperparameter knob) {
    String value = given.get(knob.name());
    return value != null
        ? value
        : recipe.hyperparameter(knob.name()).orElseThrow().defaultValue();
  }
}
