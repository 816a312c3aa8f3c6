package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a solution is trained; stored as jsonb, sent as it is. */
public record SolutionConfig(
    @Nullable @Size(max = 256) String eventValueThreshold,

    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> algorithmHyperParameters,

    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> featureTransformationParameters,

    @Nullable @Valid EventsConfig eventsConfig,
    @Nullable @Valid AutoTrainingConfig autoTrainingConfig) {

  /** Which events count, and how much. */
  public record EventsConfig(
      @Nullable @Size(max = 10) @Valid List<EventParameters> eventParametersList) {}

  /**
   * How one type of event counts.
   *
   * @param eventValueThreshold events with a smaller value are left out
   * @param weight how much an event counts against those of the other types
   */
  public record EventParameters(
      @Nullable @Size(max = 256) String eventType,
      @Nullable Double eventValueThreshold,
      @Nullable @DecimalMin("0") @DecimalMax("1") Double weight) {}

  /**
   * When new versions are trained by themselves.
   *
   * @param schedulingExpression {@code rate(N days)}, N from 1 to 30
   */
  public record AutoTrainingConfig(
      @Nullable @Size(min = 1, max = 16) @Pattern(regexp = "rate\\(\\d+ days?\\)")
      String schedulingExpression) {}
}
