// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;

/**
 * A recommender has a model of its domain's recipe trained, again and again, and answers with the last one.
 *
 * <p>Each training has an ARN of its own below the recommender's, which its model is published under and no client sees.
 */
@Entity
public class Recommender extends FallibleResource {
  private static final Duration RETRAINING = Duration.ofDays(7);

  @Id
  private Arn recommenderArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  @Column(nullable = false)
  private Arn recipeArn;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable RecommenderConfig recommenderConfig;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable RecommenderUpdateSummary latestRecommenderUpdate;

  @JsonIgnore
  private @Nullable Arn trainingArn;

  @JsonIgnore
  private @Nullable Arn trainedArn;

  @JsonIgnore
  @Column(nullable = false)
  private Instant trainingBegan;

  @Transient
  private @Nullable Map<String, Double> modelMetrics;

  /**
   * One training of a recommender.
   *
   * @param arn below the recommender's
   * @param creationDateTime what happened later is not learned from
   * @param configuredAt columns that datasets got later are not learned from either
   * @param columns those that are learned from
   */
  public record Training(
      Arn arn,
      Arn datasetGroupArn,
      Instant creationDateTime,
      Instant configuredAt,
      Arn wantedRecipeArn,
      TrainingDataConfig columns)
      implements Trainable {
    @Override
    public SolutionConfig solutionConfig() {
      return SolutionConfig.DEFAULT.on(columns);
    }
  }

  protected Recommender() {}

  /** A recommender that waits for its first training. */
  public Recommender(
      Arn recommenderArn,
      String name,
      Arn datasetGroupArn,
      Arn recipeArn,
      RecommenderConfig recommenderConfig,
      Instant now) {
    super(Status.CREATE_PENDING, now);
    this.recommenderArn = recommenderArn;
    this.name = name;
    this.datasetGroupArn = datasetGroupArn;
    this.recipeArn = recipeArn;
    this.recommenderConfig = recommenderConfig;
    this.trainingArn = newTraining();
    this.trainingBegan = now;
  }

  private Arn newTraining() {
    return recommenderArn.child(
        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
  }

  @Override
  public Arn arn() {
    return recommenderArn;
  }

  public String name() {
    return name;
  }

  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }

  public Arn recipeArn() {
    return recipeArn;
  }

  public RecommenderConfig recommenderConfig() {
    return Objects.requireNonNullElse(recommenderConfig, RecommenderConfig.DEFAULT);
  }

  public @Nullable RecommenderUpdateSummary latestRecommenderUpdate() {
    return latestRecommenderUpdate;
  }

  /** What its model is published under; empty before the first one. */
  public Optional<Arn> trainedArn() {
    return Optional.ofNullable(trainedArn);
  }

  /** When it is to be trained anew: a week after the last training was asked for. */
  public Instant nextTraining() {
    return trainingBegan.plus(RETRAINING);
  }

  /** The training that waits or is under way; empty if none is. */
  public Optional<Training> training() {
    if (trainingArn == null) {
      return Optional.empty();
    }
    RecommenderUpdateSummary update = latestRecommenderUpdate;
    RecommenderConfig config =
        update != null && update.isUnderWay() ? update.recommenderConfig() : recommenderConfig();
    return Optional.of(new Training(
        trainingArn,
        datasetGroupArn,
        trainingBegan,
        creationDateTime(),
        recipeArn,
        config.columns()));
  }

  /** Is it to be stopped, started or updated without a training? */
  public boolean isSwitching() {
    return switch (status()) {
      case STOP_PENDING, STOP_IN_PROGRESS, START_PENDING, START_IN_PROGRESS -> true;
      case ACTIVE -> isUpdating() && trainingArn == null;
      default -> false;
    };
  }

  private boolean isUpdating() {
    return latestRecommenderUpdate != null && latestRecommenderUpdate.isUnderWay();
  }

  /** {@link ErrorCode#RESOURCE_IN_USE} unless it is ACTIVE and no update is under way. */
  public void requireNoUpdate() {
    if (isUpdating()) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is being updated. Wait until the update is ACTIVE and try again."
              .formatted(recommenderArn));
    }
  }

  /** Asks for a change; what answers now does so until it is done. Other columns call for a training. */
  public void request(RecommenderConfig config, Instant now) {
    boolean isRetrained = !config.columns().equals(recommenderConfig().columns());
    this.latestRecommenderUpdate =
        new RecommenderUpdateSummary(config, now, now, Status.CREATE_PENDING, null);
    if (isRetrained) {
      retrain(now);
    }
    touch(now);
  }

  /** Asks for a training of what is there now; the old model answers meanwhile. */
  public void retrain(Instant now) {
    this.trainingArn = newTraining();
    this.trainingBegan = now;
  }

  /** Its training or its switching has begun. */
  @Override
  public void begin(Instant now) {
    switch (status()) {
      case CREATE_PENDING -> become(Status.CREATE_IN_PROGRESS, now);
      case STOP_PENDING -> become(Status.STOP_IN_PROGRESS, now);
      case START_PENDING -> become(Status.START_IN_PROGRESS, now);
      default -> endUpdate(Status.CREATE_IN_PROGRESS, null, now);
    }
  }

  /** Answers with the model that was trained, which is published. */
  public void trained(Instant now) {
    this.trainedArn = trainingArn;
    this.trainingArn = null;
    applyUpdate(now);
    become(Status.ACTIVE, now);
  }

  private void applyUpdate(Instant now) {
    if (isUpdating()) {
      this.recommenderConfig = Objects.requireNonNull(latestRecommenderUpdate).recommenderConfig();
      endUpdate(Status.ACTIVE, null, now);
    }
  }

  private void endUpdate(Status next, @Nullable String reason, Instant now) {
    RecommenderUpdateSummary update = latestRecommenderUpdate;
    if (update != null && update.isUnderWay()) {
      this.latestRecommenderUpdate = update.moved(next, reason, now);
      touch(now);
    }
  }

  /** Asks it to answer no more, and calls off what is being trained. */
  public void stop(Instant now) {
    this.trainingArn = null;
    become(Status.STOP_PENDING, now);
  }

  /** Asks it to answer again, with the model it has. */
  public void start(Instant now) {
    become(Status.START_PENDING, now);
  }

  /** What it was asked for without a training is done. */
  public void switched(Instant now) {
    switch (status()) {
      case STOP_PENDING, STOP_IN_PROGRESS -> become(Status.INACTIVE, now);
      case START_PENDING, START_IN_PROGRESS -> become(Status.ACTIVE, now);
      default -> applyUpdate(now);
    }
  }

  /** Calls off what is being trained, as it is to go. */
  public void callOff() {
    this.trainingArn = null;
  }

  /** Gives up on what was asked for: a new recommender fails, another goes on as it was. */
  @Override
  public void fail(String reason, Instant now) {
    this.trainingArn = null;
    switch (status()) {
      case CREATE_PENDING, CREATE_IN_PROGRESS -> super.fail(reason, now);
      case STOP_PENDING, STOP_IN_PROGRESS -> become(Status.ACTIVE, now);
      case START_PENDING, START_IN_PROGRESS -> become(Status.INACTIVE, now);
      default -> endUpdate(Status.CREATE_FAILED, reason, now);
    }
  }

  /** Tells how good its model is in what Describe answers; not kept. */
  public Recommender withMetrics(@Nullable Map<String, Double> metrics) {
    this.modelMetrics = metrics;
    return this;
  }

  public @Nullable Map<String, Double> modelMetrics() {
    return modelMetrics;
  }
}
