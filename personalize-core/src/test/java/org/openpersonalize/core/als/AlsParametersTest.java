// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.Fading;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AlsParametersTest {
  @Test
  void a_setting_is_changed_by_its_name_and_the_others_stay() {
    AlsParameters changed = AlsParameters.DEFAULT
        .with("factors", "32")
        .with("regularization_exponent", "0.5")
        .with("solver", "cholesky");

    assertThat(changed)
        .isEqualTo(new AlsParameters(
            32,
            new Objective(
                AlsParameters.DEFAULT.objective().unobservedWeight(),
                AlsParameters.DEFAULT.objective().regularization(),
                0.5),
            AlsParameters.DEFAULT.sweeps(),
            RowSolver.Method.CHOLESKY));
  }

  @Test
  void settings_that_are_read_can_be_given_back() {
    AlsParameters given = AlsParameters.DEFAULT.with("unobserved_weight", "0.125");
    AlsParameters back = AlsParameters.DEFAULT;
    for (var setting : given.settings().entrySet()) {
      back = back.with(setting.getKey(), setting.getValue());
    }

    assertThat(back).isEqualTo(given);
  }

  @Test
  void an_unknown_setting_is_answered_with_those_there_are() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlsParameters.DEFAULT.with("rank", "32"))
        .withMessageContaining("als has no setting 'rank'; it has factors, unobserved_weight");
  }

  @Test
  void a_value_out_of_range_is_answered_with_the_range() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlsParameters.DEFAULT.with("factors", "0"))
        .withMessage("factors of als must be a whole number from 1 to 2048, but is '0'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlsParameters.DEFAULT.with("solver", "magic"))
        .withMessageContaining(
            "conjugate-gradient or cholesky or dual or subspace-32 or subspace-64");
  }

  @Test
  void an_unobserved_weight_that_was_not_given_follows_from_the_density() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 100; user++) {
      log.add("u" + user, "i" + user, "view", 0, 0);
      log.add("u" + user, "i" + user, "view", 0, 1);
      log.add("u" + user, "i" + (user + 1) % 100, "view", 0, 0);
    }
    log.addItem("new");
    TrainingData data = new TrainingData(log.build(), ConfidenceRule.everyEvent(), 1, 1);

    AlsParameters fitted = AlsParameters.DEFAULT.fittedTo(data);

    assertThat(fitted.objective().unobservedWeight()).isCloseTo(16 * 0.02, within(1e-9));
    assertThat(fitted.fittedTo(data)).isEqualTo(fitted);
    AlsParameters given = AlsParameters.DEFAULT.with("unobserved_weight", "0.125");
    assertThat(given.fittedTo(data)).isEqualTo(given);
    assertThat(AlsParameters.DEFAULT
            .withRank(4)
            .trainer()
            .train(data, TrainingProgress.NONE)
            .gramian()
            .toMatrix()
            .values())
        .isEqualTo(fitted
            .withRank(4)
            .trainer()
            .train(data, TrainingProgress.NONE)
            .gramian()
            .toMatrix()
            .values());
  }

  @Test
  void what_has_faded_counts_less_in_the_density() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 100; user++) {
      log.add("u" + user, "i" + user, "view", 0, 0);
      log.add("u" + user, "i" + (user + 1) % 100, "view", 0, 1000);
    }
    ConfidenceRule fading =
        ConfidenceRule.everyEvent().withFading(Fading.exponential(Duration.ofSeconds(1)));

    AlsParameters fitted =
        AlsParameters.DEFAULT.fittedTo(new TrainingData(log.build(), fading, 1, 1));

    assertThat(fitted.objective().unobservedWeight()).isCloseTo(16 * 0.015, within(1e-9));
  }
}
