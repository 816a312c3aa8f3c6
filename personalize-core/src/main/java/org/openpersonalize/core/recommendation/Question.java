// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.RankingInfluence;

/**
 * What a client asks, by ids. Recipes look at what they are made for.
 *
 * @param history the user's newest events; more than {@link RecommendationModel#historyLength} are of no use
 * @param now when the request came; an event dated later is taken for one of now
 * @param topic the items that are asked about
 * @param context the user's situation, by the names of its columns
 * @param influence what decides beside likeness, where items are looked for that are like another
 */
public record Question(
    UserHistory history,
    Instant now,
    Topic topic,
    Map<String, String> context,
    RankingInfluence influence) {

  /**
   * The items that a question names.
   *
   * @param itemId the item to which others are to be related, null if none
   * @param inputList ids of items to be put in order, of a repeated one the first counts; null to have the best of all
   */
  public record Topic(@Nullable String itemId, @Nullable List<String> inputList) {}

  /** What would the user like? */
  public static Question of(List<PastEvent> history, Instant now) {
    return of(new UserHistory(history), now);
  }

  /** As {@link #of(List, Instant)}, of a history that is kept for more questions. */
  public static Question of(UserHistory history, Instant now) {
    return new Question(history, now, new Topic(null, null), Map.of(), RankingInfluence.NONE);
  }

  /** The same question about an item, or about none. */
  public Question about(@Nullable String itemId) {
    return new Question(history, now, new Topic(itemId, topic.inputList()), context, influence);
  }

  /** The same question about a list, or about all items. */
  public Question among(@Nullable List<String> inputList) {
    return new Question(history, now, new Topic(topic.itemId(), inputList), context, influence);
  }

  /** The same question in a situation. */
  public Question in(Map<String, String> situation) {
    return new Question(history, now, topic, situation, influence);
  }

  /** The same question where more than likeness decides. */
  public Question influenced(RankingInfluence by) {
    return new Question(history, now, topic, context, by);
  }
}
