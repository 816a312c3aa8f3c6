// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.reward.ObjectiveSensitivity;

/** How a solution is trained; stored as jsonb, sent as it is. */
public record SolutionConfig(
    @Nullable @Size(max = 256) String eventValueThreshold,

    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> algorithmHyperParameters,

    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> featureTransformationParameters,

    @Nullable @Valid EventsConfig eventsConfig,
    @Nullable @Valid AutoTrainingConfig autoTrainingConfig,
    @Nullable @Valid HPOConfig hpoConfig,
    @Nullable @Valid AutoMLConfig autoMLConfig,
    @Nullable @Valid OptimizationObjective optimizationObjective,
    @Nullable @Valid TrainingDataConfig trainingDataConfig) {
  /** The defaults of a recipe. */
  public static final SolutionConfig DEFAULT =
      new SolutionConfig(null, null, null, null, null, null, null, null, null);

  SolutionConfig with(SolutionUpdateConfig update) {
    return new SolutionConfig(
        eventValueThreshold,
        algorithmHyperParameters,
        featureTransformationParameters,
        update.eventsConfig() == null ? eventsConfig : update.eventsConfig(),
        update.autoTrainingConfig() == null ? autoTrainingConfig : update.autoTrainingConfig(),
        hpoConfig,
        autoMLConfig,
        optimizationObjective,
        trainingDataConfig);
  }

  /** The same but for the columns that are learned from. */
  public SolutionConfig on(TrainingDataConfig columns) {
    return new SolutionConfig(
        eventValueThreshold,
        algorithmHyperParameters,
        featureTransformationParameters,
        eventsConfig,
        autoTrainingConfig,
        hpoConfig,
        autoMLConfig,
        optimizationObjective,
        columns);
  }

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
   * What recommendations are to bring beside relevance.
   *
   * @param itemAttribute the column of the Items dataset that says what an item is worth
   */
  public record OptimizationObjective(
      @Nullable @Size(min = 1, max = 150) String itemAttribute,
      @Nullable ObjectiveSensitivity objectiveSensitivity) {
    /** Does it ask for nothing, as if it were left out? */
    public boolean saysNothing() {
      return itemAttribute == null
          && (objectiveSensitivity == null || objectiveSensitivity == ObjectiveSensitivity.OFF);
    }
  }

  /**
   * When new versions are trained by themselves.
   *
   * @param schedulingExpression {@code rate(N days)}, N from 1 to 30
   */
  public record AutoTrainingConfig(
      @Nullable @Size(min = 1, max = 16) @Pattern(regexp = "rate\\(\\d+ days?\\)")
      String schedulingExpression) {}

  /**
   * How hyperparameters are searched.
   *
   * @param hpoObjective cannot be chosen, as in the original
   */
  public record HPOConfig(
      @Nullable @Valid HPOObjective hpoObjective,
      @Nullable @Valid HPOResourceConfig hpoResourceConfig,
      @Nullable @Valid HyperParameterRanges algorithmHyperParameterRanges) {}

  public record HPOObjective(
      @Nullable @Size(max = 256) String type,
      @Nullable @Size(max = 256) String metricName,
      @Nullable @Size(max = 256) String metricRegex) {}

  /** How much a search may do; whole numbers as strings. */
  public record HPOResourceConfig(
      @Nullable @Size(max = 256) String maxNumberOfTrainingJobs,
      @Nullable @Size(max = 256) String maxParallelTrainingJobs) {}

  /** What is searched; the rest stays as it is given. */
  public record HyperParameterRanges(
      @Nullable @Size(max = 100) List<@Valid IntegerHyperParameterRange> integerHyperParameterRanges,

      @Nullable @Size(max = 100) List<@Valid ContinuousHyperParameterRange> continuousHyperParameterRanges,

      @Nullable @Size(max = 100) List<@Valid CategoricalHyperParameterRange> categoricalHyperParameterRanges) {}

  public record IntegerHyperParameterRange(
      @Nullable @Size(max = 256) String name,
      @Nullable @Max(1_000_000) Integer minValue,
      @Nullable @Max(1_000_000) Integer maxValue) {}

  public record ContinuousHyperParameterRange(
      @Nullable @Size(max = 256) String name,
      @Nullable @DecimalMin("-1000000") Double minValue,
      @Nullable @DecimalMin("-1000000") Double maxValue) {}

  public record CategoricalHyperParameterRange(
      @Nullable @Size(max = 256) String name,
      @Nullable @Size(max = 100) List<@Size(max = 1000) String> values) {}

  /**
   * Among which recipes the best is searched.
   *
   * @param metricName by which they are compared, as GetSolutionMetrics calls it
   * @param recipeList all that are served if absent
   */
  public record AutoMLConfig(
      @Nullable @Size(max = 256) String metricName,
      @Nullable @Size(max = 100) List<Arn> recipeList) {}
}
