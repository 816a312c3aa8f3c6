// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** A recipe with its configuration for one dataset group; its versions are the trained models. */
@Entity
public class Solution extends LivingResource {
  @Id
  private Arn solutionArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  private @Nullable Arn recipeArn;

  @Column(nullable = false)
  private boolean performAutoTraining;

  @Embedded
  @JsonUnwrapped
  private TrainingOptions training;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "auto_ml_result")
  private @Nullable AutoMLResult autoMLResult;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable SolutionUpdateSummary latestSolutionUpdate;

  @JsonIgnore
  private @Nullable Instant scheduleBegun;

  @Transient
  private @Nullable SolutionVersionSummary latestSolutionVersion;

  /** The recipe that the newest trained version found to be the best. */
  public record AutoMLResult(Arn bestRecipeArn) {}

  protected Solution() {}

  /** @param recipeArn null if each version searches for the best recipe */
  public Solution(
      Arn solutionArn,
      String name,
      Arn datasetGroupArn,
      @Nullable Arn recipeArn,
      boolean performAutoTraining,
      @Nullable String eventType,
      @Nullable SolutionConfig solutionConfig,
      Instant now) {
    super(Status.ACTIVE, now);
    this.solutionArn = solutionArn;
    this.name = name;
    this.datasetGroupArn = datasetGroupArn;
    this.recipeArn = recipeArn;
    this.performAutoTraining = performAutoTraining;
    this.training = new TrainingOptions(false, false, null, eventType, solutionConfig);
  }

  /** Has each version search for its hyperparameters, or for its recipe. */
  public Solution searching(boolean forHyperparameters, boolean forRecipe) {
    this.training = training.searching(forHyperparameters, forRecipe);
    return this;
  }

  /** Has campaigns take in new items between trainings; null where nobody said. */
  public Solution updating(@Nullable Boolean incrementally) {
    this.training = training.updating(incrementally);
    return this;
  }

  /**
   * Makes a change, which counts for the versions that are created from now on.
   *
   * @return is its schedule counted from now?
   */
  public boolean change(SolutionChange change, Instant now) {
    boolean beginsSchedule = change.beginsSchedule(this);
    if (beginsSchedule) {
      this.scheduleBegun = now;
    }
    if (change.performAutoTraining() != null) {
      this.performAutoTraining = change.performAutoTraining();
    }
    if (change.performIncrementalUpdate() != null) {
      this.training = training.updating(change.performIncrementalUpdate());
    }
    this.training = training.configured(change.of(training.solutionConfig()));
    this.latestSolutionUpdate = SolutionUpdateSummary.made(change, now);
    touch(now);
    return beginsSchedule;
  }

  /** A version found this recipe to be the best. */
  public void chose(Arn bestRecipeArn, Instant now) {
    this.autoMLResult = new AutoMLResult(bestRecipeArn);
    touch(now);
  }

  public @Nullable AutoMLResult autoMLResult() {
    return autoMLResult;
  }

  public @Nullable SolutionUpdateSummary latestSolutionUpdate() {
    return latestSolutionUpdate;
  }

  /** Is its schedule counted from later than this? Then a training that began by then is one of another schedule. */
  public boolean isScheduledSince(Instant then) {
    return scheduleBegun != null && scheduleBegun.isAfter(then);
  }

  @Override
  public Arn arn() {
    return solutionArn;
  }

  public String name() {
    return name;
  }

  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }

  public @Nullable Arn recipeArn() {
    return recipeArn;
  }

  public boolean performAutoTraining() {
    return performAutoTraining;
  }

  TrainingOptions training() {
    return training;
  }

  public boolean performHPO() {
    return training.performHPO();
  }

  public boolean performAutoML() {
    return training.performAutoML();
  }

  /** Do its campaigns take in new items between trainings? Null where nobody said. */
  public @Nullable Boolean performIncrementalUpdate() {
    return training.performIncrementalUpdate();
  }

  public @Nullable String eventType() {
    return training.eventType();
  }

  public @Nullable SolutionConfig solutionConfig() {
    return training.solutionConfig();
  }

  public @Nullable SolutionVersionSummary latestSolutionVersion() {
    return latestSolutionVersion;
  }

  /** Names the newest version in what Describe answers; not kept. */
  public Solution withLatest(@Nullable SolutionVersionSummary version) {
    this.latestSolutionVersion = version;
    return this;
  }
}
