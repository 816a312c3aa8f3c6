// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameter.Range;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;

/**
 * The settings of one family's parameters: their names, what they may be, and how a record is read and changed by name.
 *
 * @param <P> the family's parameters
 */
public final class Settings<P> {
  private final String family;
  private final List<Setting<P>> settings = new ArrayList<>();

  private record Setting<P>(
      String name, Range range, Function<P, String> read, BiFunction<P, String, P> change) {}

  /** @param family its name, for error messages */
  public Settings(String family) {
    this.family = family;
  }

  /** Adds a number from {@code min} to {@code max}. */
  public Settings<P> real(
      String name,
      double min,
      double max,
      Function<P, Double> read,
      BiFunction<P, Double, P> change) {
    return add(
        name,
        new Real(min, max),
        parameters -> Double.toString(read.apply(parameters)),
        (parameters, value) -> change.apply(parameters, Double.valueOf(value)));
  }

  /** Adds a whole number from {@code min} to {@code max}. */
  public Settings<P> whole(
      String name, int min, int max, Function<P, Integer> read, BiFunction<P, Integer, P> change) {
    return add(
        name,
        new Whole(min, max),
        parameters -> Integer.toString(read.apply(parameters)),
        (parameters, value) -> change.apply(parameters, Integer.valueOf(value)));
  }

  /** Adds a choice of words, in any case. */
  public Settings<P> oneOf(
      String name, List<String> words, Function<P, String> read, BiFunction<P, String, P> change) {
    return add(name, new OneOf(words), read, change);
  }

  private Settings<P> add(
      String name, Range range, Function<P, String> read, BiFunction<P, String, P> change) {
    settings.add(new Setting<>(name, range, read, change));
    return this;
  }

  /** Every setting of these parameters by its name, in the order of declaration. */
  public Map<String, String> of(P parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    settings.forEach(setting -> values.put(setting.name, setting.read.apply(parameters)));
    return values;
  }

  /**
   * The parameters with one setting changed.
   *
   * @throws IllegalArgumentException saying what there is and what it may be, if there is no such setting or the value
   *     is out of its range
   */
  public P with(P parameters, String name, String value) {
    Setting<P> setting = settings.stream()
        .filter(each -> each.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "%s has no setting '%s'; it has %s".formatted(family, name, names())));
    if (!setting.range.contains(value)) {
      throw new IllegalArgumentException(
          "%s of %s must be %s, but is '%s'".formatted(name, family, setting.range.words(), value));
    }
    return setting.change.apply(parameters, value);
  }

  private String names() {
    return settings.stream().map(Setting::name).collect(Collectors.joining(", "));
  }
}
