// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.wire.WireJson;
import tools.jackson.databind.JsonNode;

/** What the API's model says of a value, and values that are so or are not; as JSON is read: maps, lists, texts, numbers. */
final class ApiShape {
  /** A text for every pattern of the model. */
  private static final Map<String, String> SAMPLES = Map.ofEntries(
      Map.entry(
          "arn:([a-z\\d-]+):personalize:.*:.*:.+",
          "arn:aws:personalize:us-east-1:000000000000:solution/one"),
      Map.entry("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$", "team"),
      Map.entry("\\p{ASCII}{0,1500}", "token"),
      Map.entry("^[a-zA-Z0-9][a-zA-Z0-9\\-_]*", "name"),
      Map.entry("(s3|http|https)://.+", "s3://bucket/key"),
      Map.entry("arn:aws.*:kms:.*:[0-9]{12}:key/.*", "arn:aws:kms:us-east-1:000000000000:key/one"),
      Map.entry(
          "arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
          "arn:aws:iam::000000000000:role/one"),
      Map.entry("[A-Za-z_][A-Za-z\\d_]*", "COLUMN"),
      Map.entry("^[A-Za-z_]+$", "Items"),
      Map.entry("[A-Za-z0-9_]+", "P1"),
      Map.entry("[A-Za-z\\d_]+", "P1"),
      Map.entry("rate\\(\\d+ days?\\)", "rate(7 days)"),
      Map.entry("^[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*$", "source"));

  /** Texts of which one fits no pattern that not all texts fit. */
  private static final List<String> ODD = List.of("§", "-", " ", "\u0007", "7§ §7");

  final Map<String, ApiShape> members = new LinkedHashMap<>();
  private final String type;
  private final JsonNode limits;
  private boolean isKey;

  ApiShape(String type, JsonNode limits) {
    this.type = type;
    this.limits = limits;
  }

  /** A structure that is no member of anything. */
  static ApiShape root() {
    return new ApiShape("structure", WireJson.mapper().createObjectNode());
  }

  /** Puts a member in its place, which comes after those it is a part of. */
  void add(String path, ApiShape member) {
    int end = 0;
    ApiShape parent = this;
    List<String> steps = steps(path);
    for (; end < steps.size() - 1; end++) {
      parent = Objects.requireNonNull(parent.members.get(steps.get(end)), path);
    }
    member.isKey = steps.get(end).equals("{k}");
    parent.members.put(steps.get(end), member);
  }

  /** Is there a member of this path? */
  boolean has(String path) {
    Map<String, ApiShape> at = members;
    for (String step : steps(path)) {
      ApiShape member = at.get(step);
      if (member == null) {
        return false;
      }
      at = member.members;
    }
    return true;
  }

  private static List<String> steps(String path) {
    return List.of(path.replace("[]", ".[]").replace("{", ".{").split("\\."));
  }

  private boolean isRequired() {
    return limits.path("required").asBoolean(false);
  }

  private ApiShape member(String step) {
    return Objects.requireNonNull(members.get(step), step);
  }

  /**
   * A value that fits.
   *
   * @param all with what may be left out
   */
  Object sample(boolean all) {
    return switch (type) {
      case "structure" -> structure(all);
      case "list" -> repeat(Math.max(1, number("min", 1).intValue()), all);
      case "map" -> map(Math.max(1, number("min", 1).intValue()), all);
      case "string" -> text();
      case "boolean" -> true;
      case "timestamp" -> 1_700_000_000L;
      case "integer" -> number("min", 1).intValue();
      default -> number("min", 0.5);
    };
  }

  private Map<String, Object> structure(boolean all) {
    Map<String, Object> values = new LinkedHashMap<>();
    members.forEach((name, member) -> {
      if (all || member.isRequired()) {
        values.put(name, member.sample(all));
      }
    });
    return values;
  }

  private List<Object> repeat(int count, boolean all) {
    return new ArrayList<>(Collections.nCopies(count, member("[]").sample(all)));
  }

  private Map<String, Object> map(int count, boolean all) {
    Map<String, Object> values = new LinkedHashMap<>();
    ApiShape key = member("{k}");
    if (key.limits.has("enum")) {
      key.limits
          .get("enum")
          .forEach(each -> values.put(each.asString(), member("{v}").sample(all)));
      return values;
    }
    IntStream.range(0, count)
        .forEach(
            number -> values.put(key.text() + letters(number), member("{v}").sample(all)));
    return values;
  }

  /** A number as keys of all patterns may have it. */
  private static String letters(int number) {
    return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  private String text() {
    if (limits.has("enum")) {
      return limits.get("enum").get(0).asString();
    }
    String text = "text";
    if (limits.has("pattern")) {
      String pattern = limits.get("pattern").asString();
      text = Objects.requireNonNull(SAMPLES.get(pattern), pattern);
    }
    return longer(text, number("min", 0).intValue());
  }

  private static String longer(String text, int length) {
    return text + "a".repeat(Math.max(0, length - text.length()));
  }

  private Number number(String limit, Number otherwise) {
    return limits.has(limit) ? limits.get(limit).numberValue() : otherwise;
  }

  private boolean isFree() {
    return !limits.has("enum") && !text().endsWith(")");
  }

  /** Tells values at the very limits, each under what it is an example of. */
  void tellFitting(BiConsumer<String, Object> visitor) {
    if (type.equals("string") && limits.has("max") && isFree()) {
      visitor.accept("as long as can be", longer(text(), number("max", 0).intValue()));
    }
    if (type.equals("string") && limits.has("enum")) {
      limits.get("enum").forEach(each -> visitor.accept("one of a few", each.asString()));
    }
    if (isNumber() && limits.has("max")) {
      visitor.accept("the most", limits.get("max").numberValue());
    }
    if (type.equals("list") && limits.has("max")) {
      visitor.accept("as many as can be", repeat(number("max", 0).intValue(), true));
    }
    if (type.equals("map") && limits.has("max")) {
      visitor.accept("as many as can be", map(number("max", 0).intValue(), false));
    }
  }

  private boolean isNumber() {
    return List.of("integer", "double", "float", "long").contains(type);
  }

  /** Tells values that do not fit, each under what is wrong with it; null is one that is left out. */
  void tellUnfitting(BiConsumer<String, @Nullable Object> visitor) {
    if (isRequired()) {
      visitor.accept("missing", null);
    }
    switch (type) {
      case "string" -> tellUnfittingTexts(visitor);
      case "integer", "long", "double", "float" -> {
        visitor.accept("not a number", "many");
        number("min", -1, visitor, "too small");
        number("max", 1, visitor, "too great");
      }
      case "list" -> {
        visitor.accept("not a list", "text");
        if (number("min", 0).intValue() > 0 && isRequired()) {
          visitor.accept("too few", List.of());
        }
        if (limits.has("max")) {
          visitor.accept("too many", repeat(number("max", 0).intValue() + 1, false));
        }
      }
      case "map" -> {
        visitor.accept("not a map", "text");
        if (limits.has("max")) {
          visitor.accept("too many", map(number("max", 0).intValue() + 1, false));
        }
      }
      case "structure" -> visitor.accept("not a structure", "text");
      case "boolean" -> visitor.accept("not a boolean", "yes");
      default -> visitor.accept("not a time", List.of());
    }
  }

  private void number(
      String limit, int step, BiConsumer<String, @Nullable Object> visitor, String wrong) {
    if (limits.has(limit)) {
      visitor.accept(wrong, limits.get(limit).asDouble() + step);
    }
  }

  private void tellUnfittingTexts(BiConsumer<String, @Nullable Object> visitor) {
    if (!isKey) {
      visitor.accept("not a text", 17);
    }
    int min = number("min", 0).intValue();
    if (limits.has("enum")) {
      visitor.accept("none of a few", "SOMETHING");
      return;
    }
    if (min > 0) {
      visitor.accept("too short", text().substring(0, min - 1));
    }
    if (limits.has("max") && isFree()) {
      visitor.accept("too long", longer(text(), number("max", 0).intValue() + 1));
    }
    if (limits.has("pattern")) {
      Pattern pattern = Pattern.compile(limits.get("pattern").asString());
      ODD.stream()
          .filter(odd -> odd.length() >= min && !pattern.matcher(odd).matches())
          .findFirst()
          .ifPresent(odd -> visitor.accept("of another pattern", odd));
    }
  }

  /**
   * Visits every member below this one, whatever it is a part of.
   *
   * @param set puts another value, or none if it is null, in the member's place in a copy of the whole
   */
  void visit(String path, Object whole, Visitor visitor, Function<@Nullable Object, Object> set) {
    members.forEach((step, member) -> {
      Function<@Nullable Object, Object> inner = value -> set.apply(with(whole, step, value));
      Object now = at(whole, step);
      String innerPath =
          step.startsWith("[") || step.startsWith("{") ? path + step : path + "." + step;
      visitor.visit(innerPath, member, inner);
      if (!step.equals("{k}")) {
        member.visit(innerPath, now, visitor, inner);
      }
    });
  }

  /** Is told of members. */
  interface Visitor {
    void visit(String path, ApiShape member, Function<@Nullable Object, Object> set);
  }

  private static Object at(Object whole, String step) {
    if (step.equals("[]")) {
      return ((List<?>) whole).get(0);
    }
    Map<?, ?> map = (Map<?, ?>) whole;
    return switch (step) {
      case "{k}" -> map.keySet().iterator().next();
      case "{v}" -> map.values().iterator().next();
      default -> Objects.requireNonNull(map.get(step), step);
    };
  }

  private static Object with(Object whole, String step, @Nullable Object value) {
    if (step.equals("[]")) {
      return value == null ? List.of() : List.of(value);
    }
    Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) whole);
    Object first = copy.keySet().iterator().next();
    switch (step) {
      case "{k}" -> {
        Object kept = copy.remove(first);
        copy.put(String.valueOf(value), kept);
      }
      case "{v}" -> copy.put(first, value);
      default -> {
        copy.remove(step);
        if (value != null) {
          copy.put(step, value);
        }
      }
    }
    return copy;
  }
}
