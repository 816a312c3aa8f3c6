// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line that a job reads: a JSON object. What is wrong with it is a {@link ErrorCode#INVALID_INPUT} that says so.
 *
 * @param example of a line as it should be
 */
record InputLine(JsonNode json, String example) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_ID = 256;
  private static final int MOST_VALUES = 25;
  private static final int LONGEST_VALUE = 1_000;

  static InputLine parse(String line, String example) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.isObject()) {
        return new InputLine(json, example);
      }
    } catch (JacksonException e) {
      throw ErrorCode.INVALID_INPUT.because(noObject(example), e);
    }
    throw ErrorCode.INVALID_INPUT.because(noObject(example));
  }

  private static String noObject(String example) {
    return "The line is no JSON object. Write one such as " + example;
  }

  /** An id; null if the line has none. */
  @Nullable String id(String member) {
    return json.hasNonNull(member) ? id(member, json.get(member)) : null;
  }

  private String id(String member, JsonNode value) {
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s holds a text, in quotes. Write a line such as %s".formatted(member, example));
    }
    if (value.stringValue().length() > LONGEST_ID) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s has more than %d characters, as no id does.".formatted(member, LONGEST_ID));
    }
    return value.stringValue();
  }

  /** A text. */
  String text(String member) {
    JsonNode text = json.path(member);
    if (!text.isString()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The line has no %s. Write one such as %s".formatted(member, example));
    }
    return text.stringValue();
  }

  /** Ids, one at least. */
  List<String> ids(String member, int most) {
    JsonNode array = json.path(member);
    if (!array.isArray() || array.isEmpty() || array.size() > most) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s must be a list of 1 to %d items. Write a line such as %s"
              .formatted(member, most, example));
    }
    List<String> ids = new ArrayList<>(array.size());
    array.forEach(each -> ids.add(id(member, each)));
    return ids;
  }

  /** Texts by their names; what is no text is taken as it is written. */
  Map<String, String> texts(String member) {
    Map<String, String> texts = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.path(member).properties()) {
      JsonNode value = entry.getValue();
      texts.put(entry.getKey(), value.isString() ? value.stringValue() : value.toString());
    }
    return texts;
  }

  /** The values of a filter's parameters, as a request may have them. */
  Map<String, String> filterValues() {
    Map<String, String> values = texts("filterValues");
    if (values.size() > MOST_VALUES
        || values.values().stream().anyMatch(value -> value.length() > LONGEST_VALUE)) {
      throw ErrorCode.INVALID_INPUT.because(
          "filterValues has more than %d values, or one of more than %d characters. Send fewer or shorter ones."
              .formatted(MOST_VALUES, LONGEST_VALUE));
    }
    return values;
  }
}
