// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.RecentEvents;
import org.openpersonalize.serving.model.RecentInteractions;
import org.springframework.stereotype.Component;

/** How a deployment answers, whoever asks: history, model, wish. */
@Component
public class Answering {
  private final RecentInteractions recentInteractions;
  private final Clock clock;

  Answering(RecentInteractions recentInteractions, Clock clock) {
    this.recentInteractions = recentInteractions;
    this.clock = clock;
  }

  /**
   * Answers.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what the recipe
   *     needs and the request lacks
   */
  public Recommendations answer(Deployment deployment, Asked asked, Wish wish) {
    return answer(
        deployment,
        asked,
        wish,
        user -> recentInteractions.of(deployment.interactionsDataset(), user));
  }

  /** Answers as {@link Answering#answer}, with a deployment that is fixed, for users who are. */
  @FunctionalInterface
  public interface Answerer {
    Recommendations answer(Asked asked, Wish wish);
  }

  /**
   * Reads the histories of many users at once, for a job that goes through a long list of them, a thousand for example at a
   * time. What they do later does not change the answers.
   *
   * @return answers for these users, and throws {@link NoSuchElementException} for others
   */
  public Answerer forUsers(Deployment deployment, Collection<String> userIds) {
    Map<String, RecentEvents> histories = deployment.recipe().needs(Input.USER)
        ? recentInteractions.of(deployment.interactionsDataset(), userIds)
        : Map.of();
    return (asked, wish) -> answer(
        deployment,
        asked,
        wish,
        user -> Optional.ofNullable(histories.get(user)).orElseThrow());
  }

  private Recommendations answer(
      Deployment deployment, Asked asked, Wish wish, Function<String, RecentEvents> histories) {
    requireInputs(deployment.recipe(), asked);
    Question question = Question.of(history(deployment, asked.userId(), histories), clock.instant())
        .about(asked.itemId())
        .among(asked.inputList())
        .in(asked.context());
    return deployment.model().answer(question, wish);
  }

  private static void requireInputs(Recipe recipe, Asked asked) {
    if (recipe.needs(Input.USER) && isMissing(asked.userId())) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s needs a userId; for an anonymous visitor send the sessionId."
              .formatted(recipe.name()));
    }
    if (recipe.needs(Input.ITEM) && isMissing(asked.itemId())) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s needs an itemId.".formatted(recipe.name()));
    }
  }

  private static boolean isMissing(@Nullable String id) {
    return id == null || id.isEmpty();
  }

  /** What the user did lately; nothing for a recipe that does not ask who the user is. */
  private static List<PastEvent> history(
      Deployment deployment, @Nullable String userId, Function<String, RecentEvents> histories) {
    return userId == null || !deployment.recipe().needs(Input.USER)
        ? List.of()
        : histories.apply(userId).newest(deployment.model().events());
  }
}
