// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cointeraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.similarity.ItemItemModel;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CoInteractionTrainerTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final InteractionLog LOG = TestData.random(5, 60, 40, 1500, 20);

  @Nested
  class Of_histories extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return parameters(Within.HISTORY, 0.5, 0).trainer();
    }
  }

  @Nested
  class Of_baskets extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return parameters(Within.BASKET, 0.5, 0).trainer();
    }
  }

  @Test
  void items_of_the_same_users_are_scored_by_the_formula() {
    assertScores(LOG, Within.HISTORY, users(LOG), 0.3, 4);
  }

  @Test
  void items_of_the_same_days_of_users_are_scored_by_the_formula() {
    assertScores(LOG, Within.BASKET, days(LOG), 1, 2);
  }

  @Test
  void a_day_ends_at_midnight_and_a_basket_is_one_users() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int user = 0; user < 3; user++) {
      builder.add("u" + user, "early", "buy", Float.NaN, -1);
      builder.add("u" + user, "cup", "buy", Float.NaN, 0);
      builder.add("u" + user, "saucer", "buy", Float.NaN, DAY - 1);
      builder.add("u" + user, "late", "buy", Float.NaN, DAY);
      builder.add("other" + user, "spoon", "buy", Float.NaN, 0);
    }
    InteractionLog log = builder.build();
    ItemItemModel model = train(log, parameters(Within.BASKET, 0.5, 3));

    float[] scores = new float[log.items().size()];
    model.scorer(about(log, "cup")).scoreAll(scores);

    assertThat(scores[number(log, "saucer")]).isPositive();
    for (String apart : List.of("early", "late", "spoon", "cup")) {
      assertThat(scores[number(log, apart)]).as(apart).isZero();
    }
    assertThat(model.relates(number(log, "cup"))).isTrue();
    assertThat(model.relates(number(log, "early"))).isFalse();
  }

  @Test
  void an_item_relates_to_others_once_enough_users_have_both() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int user = 0; user < 3; user++) {
      builder.add("u" + user, "cup", "buy", Float.NaN, user);
      builder.add("u" + user, user < 2 ? "saucer" : "spoon", "buy", Float.NaN, user);
    }
    InteractionLog log = builder.build();

    for (int minimum : new int[] {0, 1, 2}) {
      ItemItemModel model = train(log, parameters(Within.HISTORY, 0.5, minimum));
      assertThat(model.relates(number(log, "saucer"))).isTrue();
      assertThat(model.relates(number(log, "spoon"))).isEqualTo(minimum < 2);
    }
    assertThat(train(log, parameters(Within.HISTORY, 0.5, 3)).relates(number(log, "cup")))
        .isFalse();
  }

  private static CoInteractionParameters parameters(Within within, double discount, int minimum) {
    return CoInteractionParameters.defaults(within)
        .withPopularityDiscount(discount)
        .withMinimumCount(minimum);
  }

  private static ItemItemModel train(InteractionLog log, CoInteractionParameters parameters) {
    return parameters
        .trainer()
        .train(new TrainingData(log, ConfidenceRule.everyEvent(), 1, 2), TrainingProgress.NONE);
  }

  private static Query about(InteractionLog log, String item) {
    return Query.ANYBODY.about(number(log, item));
  }

  private static int number(InteractionLog log, String item) {
    return log.items().find(item).orElseThrow();
  }

  private static List<Set<Integer>> users(InteractionLog log) {
    return groups(log, Long.MAX_VALUE);
  }

  private static List<Set<Integer>> days(InteractionLog log) {
    return groups(log, DAY);
  }

  /** The items of each user and stretch of time. */
  private static List<Set<Integer>> groups(InteractionLog log, long millis) {
    Map<List<Long>, Set<Integer>> groups = new HashMap<>();
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        List<Long> group = List.of((long) user, Math.floorDiv(log.epochMillis(row), millis));
        groups.computeIfAbsent(group, first -> new HashSet<>()).add(log.item(row));
      }
    }
    return List.copyOf(groups.values());
  }

  private static void assertScores(
      InteractionLog log, Within within, List<Set<Integer>> groups, double discount, int minimum) {
    ItemItemModel model = train(log, parameters(within, discount, minimum));
    int items = log.items().size();
    float[] scores = new float[items];
    int related = 0;
    for (int item = 0; item < items; item++) {
      model.scorer(Query.ANYBODY.about(item)).scoreAll(scores);
      for (int other = 0; other < items; other++) {
        double both = having(groups, item, other);
        double expected = both < minimum || item == other
            ? 0
            : both / having(groups, item, item) / Math.pow(having(groups, other, other), discount);
        assertThat((double) scores[other]).isCloseTo(expected, within(1e-5));
        related += expected > 0 ? 1 : 0;
      }
    }
    assertThat(related).as("pairs").isBetween(1, items * (items - 1) - 1);
  }

  private static double having(List<Set<Integer>> groups, Integer... items) {
    return groups.stream()
        .filter(group -> group.containsAll(Arrays.asList(items)))
        .count();
  }
}
