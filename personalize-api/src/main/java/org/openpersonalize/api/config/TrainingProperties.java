// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How training runs.
 *
 * @param timeout a run longer than this fails and frees its worker
 * @param threads rows solved in parallel; absent for one per processor
 * @param checkpointInterval how long a training goes at least before it keeps its state again
 * @param automaticDelay how long automatic training leaves a new solution to who makes its first version by hand
 */
public record TrainingProperties(
    @DefaultValue("6h") @DurationMin(minutes = 1) Duration timeout,
    @Nullable @Positive Integer threads,
    @DefaultValue("5s") @DurationMin(seconds = 1) Duration checkpointInterval,
    @DefaultValue("5m") @DurationMin Duration automaticDelay) {

  /** How many rows to solve in parallel on this machine. */
  public int parallelism() {
    return threads != null ? threads : Runtime.getRuntime().availableProcessors();
  }
}
