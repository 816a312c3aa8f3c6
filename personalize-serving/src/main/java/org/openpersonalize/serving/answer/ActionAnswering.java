// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.exploration.ThompsonSampling;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.ranking.Exploration;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recommendation.ActionScores;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.ItemFilters;
import org.openpersonalize.serving.filter.Selection;
import org.openpersonalize.serving.filter.Viewer;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.RecentEvents;
import org.openpersonalize.serving.model.RecentInteractions;
import org.springframework.stereotype.Component;

/**
 * How a deployment answers which action a user is to be offered: of the actions in the dataset as it is now, those that have not
 * expired and are not too soon for this user, the likeliest first.
 *
 * <p>Some places are kept for actions of which the model knows too little, or such an action would never be offered often enough
 * to be known: as many as for new items where a campaign does not say how many.
 */
@Component
public class ActionAnswering {
  private static final double EXPLORED = ExplorationConfig.of(Map.of()).share();

  private final RecentInteractions recentInteractions;
  private final ActionHistories histories;
  private final ItemFilters filters;
  private final Catalogs catalogs;
  private final Clock clock;

  private final Cache<RecordColumns, ActionShelf> shelves =
      Caffeine.newBuilder().weakKeys().build();

  ActionAnswering(
      RecentInteractions recentInteractions,
      ActionHistories histories,
      ItemFilters filters,
      Catalogs catalogs,
      Clock clock) {
    this.recentInteractions = recentInteractions;
    this.histories = histories;
    this.filters = filters;
    this.catalogs = catalogs;
    this.clock = clock;
  }

  /**
   * Answers.
   *
   * @param deployment of a recipe that is about actions
   * @param filter which actions may be offered; null for any
   * @param seed of what is explored
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no user or no
   *     Actions dataset, or the filter cannot be used
   */
  public List<PredictedAction> answer(
      Deployment deployment,
      @Nullable String userId,
      int numResults,
      @Nullable Selection filter,
      long seed) {
    Answering.requireInputs(deployment.recipe(), Asked.of(userId, null));
    String user = Objects.requireNonNull(userId);
    Arn group = deployment.deployable().datasetGroup();
    Instant now = clock.instant();
    RecentEvents history = histories.of(group, user);
    List<PastEvent> offers = history.newest(ConfidenceRule.everyEvent());
    ActionScores scores = deployment
        .model()
        .actions(
            Question.of(
                recentInteractions
                    .of(deployment.interactionsDataset(), user)
                    .history(deployment.model().events()),
                now),
            offers);
    ActionShelf shelf = shelf(group);
    double[] propensities = IntStream.range(0, shelf.ids().size())
        .mapToDouble(action -> scores.propensity(shelf.ids().id(action)))
        .toArray();
    ItemFilter due = due(shelf, offers, now);
    ItemFilter selected = filter == null
        ? ItemFilter.EVERYTHING
        : filters.ofActions(
            deployment, filter, new Viewer(user, null, () -> history, now), shelf.ids());
    Wish wish = Wish.best(numResults)
        .filtered(due)
        .filtered(selected)
        .exploring(exploration(shelf, scores, propensities, seed), seed);
    return IntStream.of(Ranker.BY_SCORE
            .answer(new ScoreArray(floats(propensities)), Query.ANYBODY, wish)
            .items())
        .mapToObj(action -> new PredictedAction(shelf.ids().id(action), propensities[action]))
        .toList();
  }

  private ActionShelf shelf(Arn group) {
    RecordColumns records = catalogs
        .of(group, DatasetType.ACTIONS)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "The dataset group %s has no Actions dataset any more. Create one and put actions into it."
                .formatted(group)));
    return Objects.requireNonNull(shelves.get(records, ActionShelf::of));
  }

  /** What has not expired, and was not offered to this user too short a while ago. */
  private static ItemFilter due(ActionShelf shelf, List<PastEvent> offers, Instant now) {
    Map<Integer, Long> newest = new HashMap<>();
    for (PastEvent offer : offers) {
      shelf
          .ids()
          .find(offer.itemId())
          .ifPresent(action -> newest.merge(action, offer.epochMillis(), Math::max));
    }
    return action -> {
      Long last = newest.get(action);
      return !shelf.isExpired(action, now) && (last == null || !shelf.isTooSoon(action, last, now));
    };
  }

  private static Exploration exploration(
      ActionShelf shelf, ActionScores scores, double[] propensities, long seed) {
    int[] unknown = IntStream.range(0, propensities.length)
        .filter(action -> propensities[action] == 0)
        .toArray();
    List<String> ids = IntStream.of(unknown).mapToObj(shelf.ids()::id).toList();
    return new Exploration(
        unknown,
        EXPLORED,
        new ThompsonSampling(
                ids.stream().mapToLong(scores::offered).toArray(),
                ids.stream().mapToLong(scores::taken).toArray())
            .drawn(seed));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int n = 0; n < values.length; n++) {
      floats[n] = (float) values[n];
    }
    return floats;
  }
}
