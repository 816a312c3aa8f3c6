// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CalibrationFitTest {
  private static final int ITEMS = 50;
  private static final int[] SCORES = new int[ITEMS];

  static {
    for (int item = 0; item < ITEMS; item++) {
      SCORES[item] = item % 5;
    }
  }

  @Test
  void people_who_never_repeat_are_learned() {
    assertThat(fit(draw(0.5, -1000, 20)).seenOffset()).isLessThan(-500);
  }

  @Test
  void people_who_repeat_as_if_they_had_not_seen_it_are_learned() {
    assertThat(fit(draw(0.5, 0, 40)).seenOffset()).isZero();
  }

  @Test
  void the_temperature_items_were_drawn_with_is_found_again() {
    assertThat(fit(draw(0.7, 0, 40)).temperature()).isCloseTo(0.7, within(0.05));
    assertThat(fit(draw(2.5, 0, 40)).temperature()).isCloseTo(2.5, within(0.25));
  }

  @Test
  void a_model_that_scores_on_a_larger_scale_is_calibrated_alike() {
    int[] larger = Arrays.stream(SCORES).map(score -> 1024 * score).toArray();
    InteractionLog log = draw(0.7, -1.2, 20);

    Calibration calibration = fit(log);
    Calibration scaled = CalibrationFit.of(
        validation(log), ConfidenceRule.everyEvent(), new PopularityModel(larger), 1);

    assertThat(scaled.seenOffset()).isEqualTo(1024 * calibration.seenOffset()).isNegative();
    assertThat(scaled.temperature()).isCloseTo(1024 * calibration.temperature(), within(1e-6));
  }

  @Test
  void the_fit_does_not_depend_on_the_number_of_threads() {
    TestSet validation = validation(draw(0.5, -0.3, 40));
    PopularityModel model = new PopularityModel(SCORES);

    assertThat(CalibrationFit.of(validation, ConfidenceRule.everyEvent(), model, 4))
        .isEqualTo(CalibrationFit.of(validation, ConfidenceRule.everyEvent(), model, 1));
  }

  @Test
  void without_validation_users_scores_stay_as_they_are() {
    InteractionLog log = new InteractionLogBuilder().build();

    assertThat(fit(log)).isEqualTo(Calibration.NONE);
  }

  @Test
  void asking_ends_when_the_training_is_called_off() {
    TestSet calledOff = validation(draw(0.5, 0, 40)).askedFor(new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return true;
      }
    });
    PopularityModel model = new PopularityModel(SCORES);

    assertThatThrownBy(() -> CalibrationFit.of(calledOff, ConfidenceRule.everyEvent(), model, 2))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> new Evaluator(calledOff, ConfidenceRule.everyEvent(), 2)
            .report(model, Calibration.NONE))
        .isInstanceOf(CancellationException.class);
  }

  private static TestSet validation(InteractionLog log) {
    return new HoldOut(log, 3).testSet(Part.VALIDATION);
  }

  private static Calibration fit(InteractionLog log) {
    return CalibrationFit.of(
        validation(log), ConfidenceRule.everyEvent(), new PopularityModel(SCORES), 1);
  }

  /** Users who draw each next item from the very distribution that is to be fitted. */
  private static InteractionLog draw(double temperature, double seenOffset, int length) {
    SplittableRandom random = new SplittableRandom(5);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int item = 0; item < ITEMS; item++) {
      log.add("everything", "i%02d".formatted(item), "view", 0, 0); // numbers the items
    }
    for (int user = 0; user < 4000; user++) {
      boolean[] seen = new boolean[ITEMS];
      for (int n = 0; n < length; n++) {
        int item = drawOne(random, seen, temperature, n < length * 9 / 10 ? -1000 : seenOffset);
        log.add("u" + user, "i%02d".formatted(item), "view", 0, n);
        seen[item] |= n < length * 9 / 10;
      }
    }
    return log.build();
  }

  private static int drawOne(
      SplittableRandom random, boolean[] seen, double temperature, double seenOffset) {
    double[] weights = new double[ITEMS];
    double sum = 0;
    for (int item = 0; item < ITEMS; item++) {
      weights[item] = Math.exp((SCORES[item] + (seen[item] ? seenOffset : 0)) / temperature);
      sum += weights[item];
    }
    double place = random.nextDouble() * sum;
    int item = 0;
    while (place > weights[item]) {
      place -= weights[item++];
    }
    return item;
  }
}
