// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SequentialRulesTest {
  private static final SequentialRulesParameters PARAMETERS = SequentialRulesParameters.DEFAULT;

  @Nested
  class By_its_defaults extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return PARAMETERS.trainer();
    }
  }

  @Test
  void what_followed_comes_before_what_went_before() {
    InteractionLog log = Clicks.log("a b c", "a b d", "c b e", "x b");

    TransitionModel model = train(PARAMETERS.withTargetExponent(0).withHistoryExponent(0), log);

    float[] scores = new float[model.itemCount()];
    model.scorer(Clicks.query(log, 3)).scoreAll(scores);
    assertThat(scores[Clicks.item(log, "c")]) // followed once and preceded once
        .isGreaterThan(scores[Clicks.item(log, "d")]);
    assertThat(scores[Clicks.item(log, "d")]).isGreaterThan(scores[Clicks.item(log, "x")]);
  }

  @Test
  void with_a_window_of_one_and_no_way_back_it_is_a_markov_chain() {
    InteractionLog log = Clicks.log("a b c", "a b b", "c a");

    TransitionModel model = train(
        PARAMETERS.withWindow(1).withBackward(0).withHistoryExponent(0).withTargetExponent(0), log);

    assertThat(Clicks.scores(log, row(model, log, "a"))).containsOnlyKeys("b").containsValue(2f);
    assertThat(Clicks.scores(log, row(model, log, "b"))).containsOnlyKeys("b", "c");
    assertThat(Clicks.scores(log, row(model, log, "c"))).containsOnlyKeys("a");
  }

  @Test
  void of_events_at_one_moment_either_may_have_come_first() {
    InteractionLog log = Clicks.log("a+b c", "d");

    TransitionModel model = train(PARAMETERS.withBackward(0), log);

    assertThat(Clicks.scores(log, row(model, log, "a"))).containsOnlyKeys("b", "c");
    assertThat(Clicks.scores(log, row(model, log, "b"))).containsOnlyKeys("a", "c");
    assertThat(Clicks.scores(log, row(model, log, "c"))).isEmpty();
  }

  @Test
  void scores_are_those_of_the_formula() {
    InteractionLog log = TestData.random(5, 60, 30, 900);
    SequentialRulesParameters parameters = PARAMETERS
        .withWindow(4)
        .withGapExponent(0.7)
        .withBackward(0.4)
        .withHistoryExponent(0.6)
        .withTargetExponent(0.3)
        .withSmoothing(2)
        .withRecency(2.5);
    TransitionModel model = train(parameters, log);

    for (int user = 0; user < 20; user++) {
      Query query = Clicks.query(log, user);
      float[] scores = new float[model.itemCount()];
      model.scorer(query).scoreAll(scores);
      double[] expected = new double[scores.length];
      Steps steps = Steps.of(query);
      for (int n = 0; n < steps.size(); n++) {
        for (int item = 0; item < expected.length; item++) {
          expected[item] += Math.exp(-steps.gaps()[n] / 2.5)
              * steps.confidences()[n]
              * rule(log, steps.items()[n], item);
        }
      }
      for (int item = 0; item < expected.length; item++) {
        assertThat((double) scores[item])
            .isCloseTo(expected[item], within(1e-4 * (1 + expected[item])));
      }
    }
  }

  /** The rule from one item to another by all pairs of all users. */
  private static double rule(InteractionLog log, int item, int other) {
    double sum = 0;
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        for (int to = log.start(user); to < log.end(user); to++) {
          if (to != row && log.item(row) == item && log.item(to) == other) {
            int gap = moment(log, user, to) - moment(log, user, row);
            if (gap == 0) {
              sum += 1;
            } else if (Math.abs(gap) <= 4) {
              sum += (gap > 0 ? 1 : 0.4) * Math.pow(Math.abs(gap), -0.7);
            }
          }
        }
      }
    }
    return sum * Math.pow(events(log, item) + 2, -0.6) * Math.pow(events(log, other) + 2, -0.3);
  }

  private static int moment(InteractionLog log, int user, int row) {
    return (int) IntStream.range(log.start(user), row)
        .mapToLong(log::epochMillis)
        .filter(time -> time < log.epochMillis(row))
        .distinct()
        .count();
  }

  private static long events(InteractionLog log, int item) {
    return IntStream.range(0, log.size()).filter(row -> log.item(row) == item).count();
  }

  @Test
  void the_event_that_an_item_follows_explains_it() {
    InteractionLog log = Clicks.log("a b", "a b", "a b", "c d", "c a");
    TransitionModel model = train(PARAMETERS, log);

    Contributions contributions = model.explain(Clicks.query(log, 4), Clicks.item(log, "b"));

    assertThat(contributions.of(Clicks.item(log, "a"))).isPositive();
    assertThat(contributions.of(Clicks.item(log, "c"))).isZero();
    assertThat(contributions.remainder()).isZero();
  }

  @Test
  void an_item_keeps_its_strongest_rules_only() {
    SparseRow row = new SparseRow(2000);
    for (int item = 0; item < 2000; item++) {
      row.add(item, 1 + item * 7 % 2000);
    }

    int[] strongest = row.strongest(SequentialRulesTrainer.MOST);

    assertThat(strongest).hasSize(500).isSorted();
    for (float weight : row.weights(strongest)) {
      assertThat(weight).isGreaterThan(1500);
    }
    row.clear();
    assertThat(row.strongest(500)).isEmpty();
  }

  private static TransitionModel train(SequentialRulesParameters parameters, InteractionLog log) {
    return parameters.trainer().train(Clicks.data(log), TrainingProgress.NONE);
  }

  private static float[] row(TransitionModel model, InteractionLog log, String item) {
    float[] row = new float[model.itemCount()];
    model.transitions().addScaled(row, 1, Clicks.item(log, item));
    return row;
  }
}
