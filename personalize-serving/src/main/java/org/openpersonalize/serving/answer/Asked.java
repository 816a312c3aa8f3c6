// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about, by ids; recipes look at what they need.
 *
 * @param userId a user's id, or the session's of an anonymous visitor
 * @param inputList items to be put in order, null to have the best of all
 * @param context the user's situation, by the names of its columns
 */
public record Asked(
    @Nullable String userId,
    @Nullable String itemId,
    @Nullable List<String> inputList,
    Map<String, String> context) {
  /** What goes with a user or an item. */
  public static Asked of(@Nullable String userId, @Nullable String itemId) {
    return new Asked(userId, itemId, null, Map.of());
  }

  /** The same about a list. */
  public Asked among(List<String> list) {
    return new Asked(userId, itemId, List.copyOf(list), context);
  }

  /** The same in a situation. */
  public Asked in(Map<String, String> situation) {
    return new Asked(userId, itemId, inputList, Map.copyOf(situation));
  }
}
