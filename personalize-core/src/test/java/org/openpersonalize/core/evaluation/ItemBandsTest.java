// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.ItemBand.Measure;
import org.openpersonalize.core.evaluation.RankingMetric.Recall;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ItemBandsTest {
  private static final long DAY = 86_400_000;

  @Test
  void items_are_told_apart_by_how_many_users_took_them_and_since_when() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 30; user++) {
      log.add("u" + user, "everybody's", null, Float.NaN, 0);
      log.add("u" + user, "everybody's", null, Float.NaN, 100 * DAY);
    }
    IntStream.range(0, 20).forEach(user -> log.add("u" + user, "some", null, Float.NaN, 80 * DAY));
    IntStream.range(0, 50).forEach(time -> log.add("u0", "one's", null, Float.NaN, 97 * DAY));
    log.add("u1", "late", null, Float.NaN, 100 * DAY);
    log.addItem("nobody's");
    InteractionLog training = log.build();
    BitSet all = new BitSet();
    all.set(0, training.items().size());
    TestSet test = Split.givenTest(training, training, 1).test().offering(all);

    List<BandReport> bands = ItemBands.of(training).reports(test, lists(test, training, "late"));

    assertThat(bands)
        .extracting(report -> report.band().words(), BandReport::items)
        .containsExactly(
            tuple("never seen", 1),
            tuple("1 to 4 users", 2),
            tuple("5 to 20 users", 1),
            tuple("more than 20 users", 1),
            tuple("0 to 7 days old", 2),
            tuple("8 to 30 days old", 1),
            tuple("31 to 90 days old", 0),
            tuple("more than 90 days old", 1));
    assertThat(bands.get(1)).satisfies(rare -> {
      assertThat(rare.sought()).isEqualTo(2); // one's by u0 and late by u1
      assertThat(rare.found()).isEqualTo(1);
      assertThat(rare.recall()).isEqualTo(0.5);
      assertThat(rare.shown()).isEqualTo(1);
    });
    assertThat(bands.get(3).sought()).isEqualTo(30);
    assertThat(bands.get(3).found()).isZero();
    assertThat(bands.get(0).recall()).isNaN();
  }

  private static int[][] lists(TestSet test, InteractionLog training, String item) {
    int number = training.items().find(item).orElseThrow();
    return IntStream.range(0, test.size())
        .mapToObj(place -> new int[] {number})
        .toArray(int[][]::new);
  }

  @Test
  void where_everything_happened_at_once_no_item_is_old() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    log.add("u", "i", null, Float.NaN, 5);
    InteractionLog training = log.build();

    assertThat(ItemBands.of(training)
            .reports(Split.givenTest(training, training, 1).test(), new int[1][0]))
        .extracting(report -> report.band().measure())
        .containsOnly(Measure.USERS);
  }

  @Test
  void what_is_found_in_the_bands_together_is_what_is_found() {
    Split split = Split.leaveLastOut(TestData.random(2, 400, 300, 12_000), 1);
    TrainingData training = new TrainingData(split.training(), ConfidenceRule.everyEvent(), 1, 1);
    PopularityModel popularity = new PopularityTrainer().train(training, TrainingProgress.NONE);
    Recall recall = new Recall(20);

    Evaluation evaluation = new Evaluator(split.test(), training.rule(), 2)
        .telling(ItemBands.of(split.training()))
        .evaluate(popularity, Calibration.NONE, List.of(recall));

    for (Measure measure : Measure.values()) {
      List<BandReport> bands = evaluation.bands().stream()
          .filter(report -> report.band().measure() == measure)
          .toList();
      if (bands.isEmpty()) {
        continue;
      }
      int found = bands.stream().mapToInt(BandReport::found).sum();
      assertThat((double) found / split.test().size())
          .isEqualTo(evaluation.mean(recall), within(1e-9))
          .isPositive();
      assertThat(bands.stream().mapToDouble(BandReport::shown).sum()).isEqualTo(1, within(0.001));
    }
  }

  @Test
  void an_item_that_nobody_has_in_the_training_can_be_found_where_it_is_offered() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 3; user++) {
      log.add("u" + user, "old", null, Float.NaN, user);
      log.add("u" + user, "new" + user, null, Float.NaN, 10);
    }
    Split split = Split.leaveLastOut(log.build(), 1);
    BitSet offered = new BitSet();
    offered.set(split.training().items().find("new1").orElseThrow());

    assertThat(split.test().unreachable()).isEqualTo(3);
    assertThat(split.test().candidates()).isEqualTo(1);
    assertThat(split.test().seeksUntaken(split.training())).isFalse();
    TestSet test = split.offering(offered).test();
    assertThat(test.unreachable()).isEqualTo(2);
    assertThat(test.candidates()).isEqualTo(2);
    assertThat(test.seeksUntaken(split.training())).isTrue();
    int[] likes = new int[split.training().items().size()];
    likes[offered.nextSetBit(0)] = 1;
    Recall recall = new Recall(1);
    assertThat(new Evaluator(test, ConfidenceRule.everyEvent(), 1)
            .evaluate(new PopularityModel(likes), Calibration.NONE, List.of(recall))
            .mean(recall))
        .isEqualTo(1.0 / 3, within(1e-9));
  }
}
