package org.openpersonalize.core.recommendation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.PastEvent;

/**
 * What a client asks, by ids. Recipes look at what they are made for.
 *
 * @param history the user's newest events in any order; more than {@link RecommendationModel#historyLength} are of no use
 * @param now when the request came; an event dated later is taken for one of now
 * @param itemId the item to which others are to be related, null if none
 * @param inputList ids of items to be put in order, of a repeated one the first counts; null to have the best of all
 * @param context the user's situation, by the names of its columns
 */
public record Question(
    List<PastEvent> history,
    Instant now,
    @Nullable String itemId,
    @Nullable List<String> inputList,
    Map<String, String> context) {
  /** What would the user like? */
  public static Question of(List<PastEvent> history, Instant now) {
    return new Question(history, now, null, null, Map.of());
  }

  /** The same question about an item. */
  public Question about(String item) {
    return new Question(history, now, item, inputList, context);
  }

  /** The same question about a list. */
  public Question among(List<String> list) {
    return new Question(history, now, itemId, list, context);
  }

  /** The same question in a situation. */
  public Question in(Map<String, String> situation) {
    return new Question(history, now, itemId, inputList, situation);
  }
}
