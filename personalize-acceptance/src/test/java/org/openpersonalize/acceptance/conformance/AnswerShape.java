// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the API's model says of an answer or a part of it. */
final class AnswerShape {
  private static final Pattern STEP = Pattern.compile("\\[]|\\{[kv]}|[^.\\[{]+");

  private final Map<String, AnswerShape> members = new LinkedHashMap<>();
  private final String type;
  private final JsonNode limits;

  AnswerShape(String type, JsonNode limits) {
    this.type = type;
    this.limits = limits;
  }

  /** Puts a member in its place, which comes after those it is a part of. */
  void add(String path, AnswerShape member) {
    Matcher steps = STEP.matcher(path);
    AnswerShape at = this;
    String step = null;
    while (steps.find()) {
      if (step != null) {
        at = Objects.requireNonNull(at.members.get(step), path);
      }
      step = steps.group();
    }
    at.members.put(Objects.requireNonNull(step, path), member);
  }

  /**
   * Tells what is not as the model has it.
   *
   * @param path where the value stands, such as {@code campaigns[].status}
   * @param name of the last member on this path
   */
  void check(JsonNode value, String path, String name, Consumer<String> fault) {
    if (!fits(value)) {
      fault.accept("%s is %s and no %s".formatted(path, value.getNodeType(), type));
      return;
    }
    switch (type) {
      case "structure" -> checkStructure(value, path, name, fault);
      case "list" -> value.forEach(each -> member("[]").check(each, path + "[]", name, fault));
      case "map" ->
        value.properties().forEach(entry -> {
          member("{k}").checkText(entry.getKey(), path + "{k}", fault);
          member("{v}").check(entry.getValue(), path + "{v}", name, fault);
        });
      case "string" -> checkText(value.stringValue(), path, fault);
      default -> {}
    }
  }

  private AnswerShape member(String step) {
    return Objects.requireNonNull(members.get(step), step);
  }

  private boolean fits(JsonNode value) {
    return switch (type) {
      case "structure", "map" -> value.isObject();
      case "list" -> value.isArray();
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "double", "float", "timestamp" -> value.isNumber();
      default -> throw new IllegalStateException("The models have a type " + type);
    };
  }

  private void checkStructure(JsonNode value, String path, String name, Consumer<String> fault) {
    value.properties().forEach(entry -> {
      String inner = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      AnswerShape member = members.get(entry.getKey());
      if (member == null) {
        fault.accept(inner + " is not in the model");
      } else {
        member.check(entry.getValue(), inner, entry.getKey(), fault);
      }
    });
    members.forEach((member, shape) -> {
      if (shape.isRequired() && !value.has(member)) {
        fault.accept("%s has no %s".formatted(path, member));
      }
    });
    checkStatus(value.get("status"), path, name, fault);
  }

  private boolean isRequired() {
    return limits.path("required").asBoolean(false);
  }

  private static void checkStatus(
      @Nullable JsonNode status, String path, String name, Consumer<String> fault) {
    if (status != null) {
      LifeCycle.ofMember(name)
          .ifPresentOrElse(
              cycle -> {
                if (!cycle.has(status.stringValue())) {
                  fault.accept("%s has the status %s, which %s has not"
                      .formatted(path, status.stringValue(), cycle));
                }
              },
              () -> fault.accept(path + " has a status of which nothing is known"));
    }
  }

  private void checkText(String text, String path, Consumer<String> fault) {
    JsonNode among = limits.path("enum");
    if (!among.isMissingNode()
        && among.valueStream().noneMatch(each -> each.stringValue().equals(text))) {
      fault.accept("%s is %s, and not one of %s".formatted(path, text, among));
    }
    int length = text.codePointCount(0, text.length());
    if (length > limits.path("max").asInt(Integer.MAX_VALUE)
        || length < limits.path("min").asInt(0)) {
      fault.accept("%s has %d characters".formatted(path, length));
    }
    String pattern = limits.path("pattern").asString("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      fault.accept("%s does not fit %s".formatted(path, pattern));
    }
  }
}
