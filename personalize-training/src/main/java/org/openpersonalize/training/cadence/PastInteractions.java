// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import java.util.Optional;
import org.openpersonalize.core.cadence.Hindsight;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.cadence.CadenceBacktest;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.run.InteractionReader;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.stereotype.Component;

/** Reads what a test learns from. */
@Component
class PastInteractions {
  /** Always the same, as for trainings. */
  private static final long SEED = 20_261_123;

  private final InteractionReader reader;
  private final TrainingSettings settings;

  PastInteractions(InteractionReader reader, TrainingSettings settings) {
    this.reader = reader;
    this.settings = settings;
  }

  /**
   * All there is, for trainings in the past.
   *
   * @throws JobRefused if there is less than the recipe needs before the first tested day, or more than there is memory for
   */
  Hindsight hindsight(Solution solution, CadenceBacktest backtest, TrainingProgress progress)
      throws JobRefused {
    TrainingPlan plan = BacktestPlans.of(solution);
    InteractionLog log =
        reader.read(solution.datasetGroupArn(), plan, progress).asOf(backtest.asked());
    long start = backtest.plan().start().toEpochMilli();
    Optional<String> missing = plan.recipe()
        .minimumData()
        .missingFrom(log.where((user, row) -> log.epochMillis(row) < start), plan.events());
    if (missing.isPresent()) {
      throw new JobRefused(
          "%s That is about what happened before %s, when the test begins. Try again when there are more interactions."
              .formatted(missing.get(), backtest.plan().start()));
    }
    return new Hindsight(plan.prepare(log, SEED, settings.threads()));
  }
}
