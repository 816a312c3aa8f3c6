package org.openpersonalize.serving.answer;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.model.Deployment;
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
    requireInputs(deployment.recipe(), asked);
    Question question = new Question(
        history(deployment, asked.userId()),
        clock.instant(),
        asked.itemId(),
        asked.inputList(),
        asked.context());
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
  private List<PastEvent> history(Deployment deployment, @Nullable String userId) {
    return userId == null || !deployment.recipe().needs(Input.USER)
        ? List.of()
        : recentInteractions.of(
            deployment.interactionsDataset(), userId, deployment.model().events());
  }
}
