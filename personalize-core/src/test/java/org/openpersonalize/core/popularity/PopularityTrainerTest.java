// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PopularityTrainerTest {
  @Test
  void items_are_ranked_by_unique_users_and_equals_by_their_number() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (String pair : List.of("a-x", "a-x", "a-x", "b-y", "c-y", "a-z", "d-z", "d-w")) {
      log.add(pair.substring(0, 1), pair.substring(2), "view", 0, log.size());
    }

    PopularityModel model = train(log.build());

    assertThat(model.users()).containsExactly(1, 1, 2, 2); // w x y z
    assertThat(new Ranker(Calibration.NONE)
            .answer(model.scorer(Query.ANYBODY), Query.ANYBODY, Wish.best(4))
            .items())
        .containsExactly(2, 3, 0, 1);
    assertThat(model.share(2)).isCloseTo(2 / 6.0, within(1e-12));
  }

  @Test
  void a_user_counts_for_an_item_however_much_that_user_took_since() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    log.add("a", "first", "buy", 0, 0);
    for (int time = 1; time <= 600; time++) {
      log.add("a", "again", "buy", 0, time);
    }

    assertThat(train(log.build()).users()).containsExactly(1, 1);
  }

  @Test
  void with_a_half_life_the_users_of_long_ago_count_less() {
    long day = 86_400_000L;
    InteractionLogBuilder log = new InteractionLogBuilder();
    log.add("a", "old", "view", 0, 0);
    log.add("b", "old", "view", 0, 0);
    log.add("c", "old", "view", 0, 10 * day);
    log.add("a", "again", "view", 0, 0);
    log.add("a", "again", "view", 0, 20 * day);
    log.add("d", "new", "view", 0, 20 * day);

    PopularityModel model = PopularityParameters.DEFAULT
        .with("half_life_days", "10")
        .trainer()
        .train(data(log.build()), TrainingProgress.NONE);

    assertThat(model.users()).containsExactly(1, 1, 3); // again new old
    assertThat(model.scores()).containsExactly(1, 1, 0.25f + 0.25f + 0.5f);
    assertThat(model.share(2)).isCloseTo(1 / 3.0, within(1e-9));
  }

  private static PopularityModel train(InteractionLog log) {
    return new PopularityTrainer().train(data(log), TrainingProgress.NONE);
  }

  private static TrainingData data(InteractionLog log) {
    return new TrainingData(log, ConfidenceRule.everyEvent(), 0, 1);
  }
}
