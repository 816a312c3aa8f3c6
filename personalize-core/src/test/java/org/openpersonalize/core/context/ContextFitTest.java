// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.evaluation.CalibrationFit;
import org.openpersonalize.core.evaluation.HoldOut;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.testing.Situations;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContextFitTest {
  private static final ConfidenceRule RULE = ConfidenceRule.everyEvent();

  @Test
  void a_column_that_decides_counts_and_one_of_noise_does_not() {
    List<ContextWeight> weights = weights(Situations.log(1_200));

    assertThat(weights).extracting(ContextWeight::column).isEqualTo(Situations.COLUMNS);
    assertThat(weights.get(0)).isEqualTo(new ContextWeight("COLOUR", 0, 0));
    assertThat(weights.get(1).weight()).isGreaterThanOrEqualTo(0.5);
    assertThat(weights.get(1).strangersWeight()).isGreaterThanOrEqualTo(0.5);
  }

  @Test
  void a_column_that_says_what_another_said_before_does_not_count_twice() {
    List<ContextWeight> weights =
        weights(Situations.log(1_200, List.of("DEVICE", "COLOUR", "DEVICE")));

    assertThat(weights.get(0).weight() + weights.get(2).weight()).isLessThanOrEqualTo(1.25);
    assertThat(weights.get(2).weight()).isLessThan(weights.get(0).weight());
  }

  @Test
  void too_few_users_to_judge_by_and_a_log_without_time_tell_nothing() {
    assertThat(weights(Situations.log(120)))
        .allSatisfy(weight -> assertThat(weight.counts()).isFalse());
    assertThat(weights(at_once(Situations.log(400)))).isEmpty();
  }

  private static InteractionLog at_once(InteractionLog log) {
    InteractionLogBuilder builder = new InteractionLogBuilder(List.of("DEVICE"));
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        builder.add(log.users().id(user), log.items().id(log.item(row)), null, Float.NaN, 0);
        String device = log.context("DEVICE").orElseThrow().value(row);
        builder.addContext(0, device == null ? null : Utf8Slice.of(device));
      }
    }
    return builder.build();
  }

  private static List<ContextWeight> weights(InteractionLog log) {
    HoldOut holdOut = new HoldOut(log, 1);
    TrainingData data = new TrainingData(holdOut.training(), RULE, 1, 2);
    Model model = AlsParameters.DEFAULT
        .withRank(4)
        .fittedTo(data)
        .trainer()
        .train(data, TrainingProgress.NONE);
    return new ContextFit(holdOut, RULE, 2, TrainingProgress.NONE)
        .weights(model, CalibrationFit.of(holdOut.testSet(Part.VALIDATION), RULE, model, 2));
  }
}
