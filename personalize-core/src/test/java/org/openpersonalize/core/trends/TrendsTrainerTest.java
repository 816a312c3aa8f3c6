// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.family.OnlineLearner;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TrendsTrainerTest extends TrainerContract {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NOW = 1_000 * HOUR;
  private static final TrendsParameters TWO_HOURS = TrendsParameters.DEFAULT;

  private final InteractionLogBuilder log = new InteractionLogBuilder();

  @Override
  protected Trainer<?> trainer() {
    return TrendsParameters.DEFAULT.with(TrendsParameters.INTERVAL, "1 day").trainer();
  }

  @Override
  protected boolean isPersonal() {
    return false;
  }

  @Test
  void an_item_scores_by_how_clearly_its_users_became_more() {
    take("steady", 100, NOW - 3 * HOUR);
    take("steady", 100, NOW);
    take("risen", 16, NOW - 3 * HOUR);
    take("risen", 40, NOW);
    take("fresh", 12, NOW);
    take("fallen", 60, NOW - 3 * HOUR);
    take("fallen", 20, NOW);

    assertThat(scores())
        .containsEntry("fresh", 12 / 4f)
        .hasEntrySatisfying(
            "risen",
            score -> assertThat(score).isCloseTo(24 / (float) Math.sqrt(60), within(1e-6f)))
        .hasEntrySatisfying("steady", score -> assertThat(score).isLessThan(1))
        .hasEntrySatisfying("fallen", score -> assertThat(score).isLessThan(1));
  }

  @Test
  void a_users_hundred_clicks_are_one_user_and_no_trend() {
    take("popular", 30, NOW - 90 * HOUR);
    for (int click = 0; click < 100; click++) {
      log.add("eager", "clicked", "view", Float.NaN, NOW - click * 60_000);
    }

    Map<String, Float> scores = scores();

    assertThat(scores.get("clicked")).isLessThan(scores.get("popular"));
  }

  @Test
  void where_nothing_clearly_grew_items_follow_by_all_their_users() {
    take("few", 3, NOW - 500 * HOUR);
    take("most", 30, NOW - 90 * HOUR);
    take("many", 20, NOW - 300 * HOUR);
    take("two", 2, NOW);

    Map<String, Float> scores = scores();

    assertThat(scores.values()).allMatch(score -> score < 1);
    assertThat(scores.get("most"))
        .isGreaterThan(scores.get("many"))
        .isGreaterThan(scores.get("few"));
    assertThat(scores.get("few")).isGreaterThan(scores.get("two"));
  }

  @Test
  void what_is_learned_later_counts_from_the_moment_that_is_asked_about() {
    take("before", 12, NOW);
    InteractionLog interactions = log.build();
    TrendsModel model = TWO_HOURS.trainer().train(data(interactions, 1, 1), TrainingProgress.NONE);
    OnlineLearner learner = model.onlineLearner().orElseThrow();
    int item = interactions.items().find("before").orElseThrow();
    int further = interactions.items().size();

    for (int user = 0; user < 7; user++) {
      learner.learn(further, "u" + user, NOW + HOUR);
      learner.learn(further, "u" + user, NOW + HOUR); // told twice
    }

    assertThat(asked(learner, NOW, item)).isEqualTo(3);
    assertThat(asked(learner, NOW, further)).as("it has not come yet").isZero();
    assertThat(asked(learner, NOW + HOUR, item)).isEqualTo(3);
    assertThat(asked(learner, NOW + HOUR, further))
        .isCloseTo(7 / (float) Math.sqrt(11), within(1e-6f));
    assertThat(asked(learner, NOW + 5 * HOUR / 2, item))
        .as("it is the interval before")
        .isLessThan(1);
    assertThat(asked(learner, NOW + 9 * HOUR, further)).as("long over").isZero();
    assertThat(model.scorer(Query.ANYBODY).score(item)).as("the model itself").isEqualTo(3);
  }

  private static float asked(OnlineLearner learner, long moment, int item) {
    return learner.at(moment).among(2, place -> place).scorer(Query.ANYBODY).score(item);
  }

  private void take(String item, int users, long epochMillis) {
    for (int user = 0; user < users; user++) {
      log.add("u" + user, item, "view", Float.NaN, epochMillis - user * 30_000L % HOUR);
    }
  }

  private Map<String, Float> scores() {
    InteractionLog interactions = log.build();
    TrendsModel model = TWO_HOURS.trainer().train(data(interactions, 1, 1), TrainingProgress.NONE);
    Map<String, Float> scores = new LinkedHashMap<>();
    for (int item = 0; item < interactions.items().size(); item++) {
      scores.put(interactions.items().id(item), model.scorer(Query.ANYBODY).score(item));
    }
    return scores;
  }
}
