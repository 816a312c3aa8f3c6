// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.testing.SettableClock;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProbedMachineTest {
  private final SettableClock clock = new SettableClock();
  private final ProbedMachine machine = new ProbedMachine(clock);

  @Test
  void the_machine_is_tried_once_in_ten_minutes() {
    Machine tried = tried();

    clock.advance(Duration.ofMinutes(9));
    assertThat(tried()).isSameAs(tried);

    clock.advance(Duration.ofMinutes(2));
    assertThat(tried()).isNotSameAs(tried);
  }

  private Machine tried() {
    ModelParameters parameters = ModelFamilies.ALL.named("item-item").defaults();
    Cost cost = parameters.family().cost(parameters);
    return machine.of(cost, 1, TrainingProgress.NONE);
  }
}
