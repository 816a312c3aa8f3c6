// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;

/** One training of a solution, with the configuration the solution had then. */
@Entity
public class SolutionVersion extends FallibleResource implements Trainable {
  @Id
  private Arn solutionVersionArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private Arn solutionArn;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  private @Nullable Arn recipeArn;

  @Embedded
  @JsonUnwrapped
  private TrainingOptions training;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private TrainingMode trainingMode;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private TrainingType trainingType;

  private @Nullable Double trainingHours;

  @JsonIgnore
  @Column(nullable = false)
  private Instant configuredAt;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "tuned_hpo_params")
  private @Nullable TunedHPOParams tunedHPOParams;

  /** The hyperparameters that a search found. */
  public record TunedHPOParams(Map<String, String> algorithmHyperParameters) {}

  protected SolutionVersion() {}

  /** A version of {@code solution} that waits for its training. */
  public SolutionVersion(
      Arn solutionVersionArn,
      String name,
      Solution solution,
      TrainingMode trainingMode,
      TrainingType trainingType,
      Instant now) {
    super(Status.CREATE_PENDING, now);
    this.solutionVersionArn = solutionVersionArn;
    this.name = name;
    this.solutionArn = solution.arn();
    this.datasetGroupArn = solution.datasetGroupArn();
    this.recipeArn = solution.recipeArn();
    this.training = solution.training();
    this.trainingMode = trainingMode;
    this.trainingType = trainingType;
    this.configuredAt = solution.creationDateTime();
  }

  @Override
  public Instant configuredAt() {
    return configuredAt;
  }

  @Override
  public Arn arn() {
    return solutionVersionArn;
  }

  public String name() {
    return name;
  }

  public Arn solutionArn() {
    return solutionArn;
  }

  @Override
  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }

  /** What is trained; while {@link #performAutoML} has not chosen yet there is none. */
  public Arn recipeArn() {
    return Objects.requireNonNull(recipeArn, "The recipe is known when the version is trained");
  }

  @Override
  public @Nullable Arn wantedRecipeArn() {
    return performAutoML() ? null : recipeArn;
  }

  @Override
  public boolean performHPO() {
    return training.performHPO();
  }

  public boolean performAutoML() {
    return training.performAutoML();
  }

  /** Does it take in new items between trainings, as its recipe always does, or as its solution says? */
  public boolean isUpdated(Recipe recipe) {
    return recipe.supports(Recipe.Feature.AUTOMATIC_UPDATES)
        || recipe.supports(Recipe.Feature.INCREMENTAL_UPDATES)
            && Boolean.TRUE.equals(training.performIncrementalUpdate());
  }

  @Override
  public @Nullable String eventType() {
    return training.eventType();
  }

  @Override
  public @Nullable SolutionConfig solutionConfig() {
    return training.solutionConfig();
  }

  public TrainingMode trainingMode() {
    return trainingMode;
  }

  public TrainingType trainingType() {
    return trainingType;
  }

  /** How long the training took, to 0.0001 h; null before it has ended well. */
  public @Nullable Double trainingHours() {
    return trainingHours;
  }

  /**
   * Calls the training off: one that waits is over at once, one that runs is told to end.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_IN_USE} in any other state
   */
  public void stop(Instant now) {
    switch (status()) {
      case CREATE_PENDING -> become(Status.CREATE_STOPPED, now);
      case CREATE_IN_PROGRESS -> become(Status.CREATE_STOPPING, now);
      default ->
        throw ErrorCode.RESOURCE_IN_USE.because(
            "%s is %s. Only a version that is CREATE PENDING or CREATE IN_PROGRESS can be stopped."
                .formatted(solutionVersionArn, status().wire()));
    }
  }

  public @Nullable TunedHPOParams tunedHPOParams() {
    return tunedHPOParams;
  }

  /** A search ended with this recipe. */
  public void chose(Arn recipe) {
    this.recipeArn = recipe;
  }

  /** A search ended with these hyperparameters. */
  public void tuned(Map<String, String> hyperparameters) {
    this.tunedHPOParams = new TunedHPOParams(hyperparameters);
  }

  /** The model is published and can be deployed. */
  public void complete(Duration training, Instant now) {
    this.trainingHours = Math.round(training.toMillis() / 360.0) / 10_000.0;
    become(Status.ACTIVE, now);
  }
}
