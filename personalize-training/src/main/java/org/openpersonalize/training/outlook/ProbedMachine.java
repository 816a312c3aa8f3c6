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
 * How fast this machine is. To try it takes a second or more on all its processors, so what was found holds for ten minutes, for
 * trainings and for those who ask what one would take: not longer, for the first trial finds nothing compiled, and any finds what
 * else the machine has to do.
 */
@Component
public class ProbedMachine {
  private static final Duration HOLDS = Duration.ofMinutes(10);

  private final Clock clock;
  private final Map<Optional<Sweeping>, Probed> machines = new HashMap<>();

  public ProbedMachine(Clock clock) {
    this.clock = clock;
  }

  private record Probed(Machine machine, Instant when) {}

  /**
   * Tries it, unless that was done lately for a training with the same sweeps.
   *
   * @param threads those of this node's trainings
   * @param progress of the training, whose cancellation calls off a trial as well
   * @throws java.util.concurrent.CancellationException if it does
   */
  public synchronized Machine of(Cost cost, int threads, TrainingProgress progress) {
    Instant now = clock.instant();
    machines.values().removeIf(probed -> probed.when().plus(HOLDS).isBefore(now));
    return machines
        .computeIfAbsent(
            cost.sweeping(), sweeps -> new Probed(Forecaster.probe(cost, threads, progress), now))
        .machine();
  }
}
