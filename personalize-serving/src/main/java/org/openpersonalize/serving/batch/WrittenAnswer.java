// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line that a job has written.
 *
 * @param userId who was asked for; null for a line about an item
 * @param itemId what was asked about, or null
 * @param itemAttributes what items are like that were asked about, or null
 * @param users who are likely to take it, the likeliest first; empty of a line that names items
 * @param items what is recommended, the best first; empty of a line that names users
 * @param error why there is no answer; null if there is one
 */
public record WrittenAnswer(
    @Nullable String userId,
    @Nullable String itemId,
    @Nullable String itemAttributes,
    List<String> users,
    List<String> items,
    @Nullable String error) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Empty for what no job writes: the file is its owner's, who may have changed it. */
  static Optional<WrittenAnswer> parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      JsonNode input = json.path("input");
      JsonNode output = json.path("output");
      return json.isObject()
          ? Optional.of(new WrittenAnswer(
              text(input, "userId"),
              text(input, "itemId"),
              text(input, "itemAttributes"),
              texts(output.path("usersList")),
              texts(output.path("recommendedItems")),
              text(json, "error")))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    return value.isString() ? value.stringValue() : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString()));
    return texts;
  }
}
