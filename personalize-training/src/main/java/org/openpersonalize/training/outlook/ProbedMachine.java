// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.Cost.Sweeping;
import org.openpersonalize.core.forecast.Forecaster;
import org.openpersonalize.core.training.TrainingProgress;
import org.springframework.stereotype.Component;

/**
 * How fast this machine is. To try it takes a second or two, so what was found holds for ten minutes: not longer, for the first
 * trial finds nothing compiled, and any finds what else the machine has to do.
 */
@Component
class ProbedMachine {
  private static final Duration HOLDS = Duration.ofMinutes(10);

  private final Clock clock;
  private final Map<Optional<Sweeping>, Probed> machines = new HashMap<>();

  ProbedMachine(Clock clock) {
    this.clock = clock;
  }

  private record Probed(Machine machine, Instant when) {}

  synchronized Machine of(Cost cost, int threads) {
    Instant now = clock.instant();
    machines.values().removeIf(probed -> probed.when().plus(HOLDS).isBefore(now));
    return machines
        .computeIfAbsent(
            cost.sweeping(),
            sweeps -> new Probed(Forecaster.probe(cost, threads, TrainingProgress.NONE), now))
        .machine();
  }
}
