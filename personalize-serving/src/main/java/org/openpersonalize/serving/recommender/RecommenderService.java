// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates, describes, lists, updates, stops, starts and deletes recommenders. */
@Service
public class RecommenderService {
  private final RecommenderRepository recommenders;
  private final DatasetGroupRepository datasetGroups;
  private final RecommenderData data;
  private final PublishedModels models;
  private final Resources resources;
  private final Jobs jobs;

  RecommenderService(
      RecommenderRepository recommenders,
      DatasetGroupRepository datasetGroups,
      RecommenderData data,
      PublishedModels models,
      Resources resources,
      Jobs jobs) {
    this.recommenders = recommenders;
    this.datasetGroups = datasetGroups;
    this.data = data;
    this.models = models;
    this.resources = resources;
    this.jobs = jobs;
  }

  public record CreateRecommender(
      @NotNull @Name String name,

      @NotNull Arn datasetGroupArn,
      @NotNull Arn recipeArn,
      @Nullable @Valid RecommenderConfig recommenderConfig,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateRecommenderResponse(Arn recommenderArn) {}

  /** The recommender is ACTIVE when it is trained; it is trained anew every week. */
  @Transactional
  public CreateRecommenderResponse create(CreateRecommender request) {
    Recipe recipe = ServedRecipes.findTrainable(request.recipeArn())
        .orElseThrow(request.recipeArn()::doesNotExist);
    DatasetGroup group = datasetGroups.lock(request.datasetGroupArn());
    group.requireActive();
    if (recipe.domain() == null || recipe.domain() != group.domain()) {
      throw ErrorCode.INVALID_INPUT.because(
          "A recommender needs a dataset group of its recipe's domain: %s is of %s, and %s of %s."
              .formatted(
                  recipe.name(),
                  recipe.domain() == null ? "no domain" : recipe.domain(),
                  group.arn(),
                  group.domain() == null ? "no domain" : group.domain()));
    }
    RecommenderConfig config = withDefaults(request.recommenderConfig());
    data.requireFits(group.arn(), recipe, config);
    Recommender recommender = new Recommender(
        group.arn().sibling(ResourceType.RECOMMENDER, request.name()),
        request.name(),
        group.arn(),
        recipe.arn(),
        config,
        resources.now());
    resources.create(
        recommender,
        request.tags(),
        new Quota(
            recommenders.countByDatasetGroupArnAndStatusIn(group.arn(), Status.KEPT),
            Limits::recommendersPerDatasetGroup,
            "Cannot create a recommender. The dataset group already has %d. Please delete some and try again."));
    jobs.enqueue(JobType.TRAIN_RECOMMENDER, recommender.arn());
    schedule(recommender);
    return new CreateRecommenderResponse(recommender.arn());
  }

  private static RecommenderConfig withDefaults(@Nullable RecommenderConfig given) {
    return given == null
        ? RecommenderConfig.DEFAULT
        : new RecommenderConfig(
            given.itemExplorationConfig(),
            Objects.requireNonNullElse(given.minRecommendationRequestsPerSecond(), 1),
            given.trainingDataConfig(),
            given.enableMetadataWithRecommendations());
  }

  private void schedule(Recommender recommender) {
    jobs.schedule(JobType.RETRAIN_RECOMMENDER, recommender.arn(), recommender.nextTraining());
  }

  public record UpdateRecommender(
      @NotNull Arn recommenderArn, @NotNull @Valid RecommenderConfig recommenderConfig) {}

  public record UpdateRecommenderResponse(Arn recommenderArn) {}

  /** Takes the place of the whole configuration. What is trained on other columns answers when it is trained. */
  @Transactional
  public UpdateRecommenderResponse update(UpdateRecommender request) {
    Recommender recommender = recommenders.lock(request.recommenderArn());
    requireAtRest(recommender, Status.ACTIVE);
    RecommenderConfig config = withDefaults(request.recommenderConfig());
    Recipe recipe = ServedRecipes.findTrainable(recommender.recipeArn()).orElseThrow();
    data.requireFits(recommender.datasetGroupArn(), recipe, config);
    if (recommender.training().isPresent()) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is being trained anew. Wait until that has ended and try again."
              .formatted(recommender.arn()));
    }
    recommender.request(config, resources.now());
    resources.changed(recommender.arn());
    jobs.enqueue(
        recommender.training().isPresent() ? JobType.TRAIN_RECOMMENDER : JobType.SWITCH_RECOMMENDER,
        recommender.arn());
    return new UpdateRecommenderResponse(recommender.arn());
  }

  public record DescribeRecommender(@NotNull Arn recommenderArn) {}

  public record DescribeRecommenderResponse(Recommender recommender) {}

  @Transactional(readOnly = true)
  public DescribeRecommenderResponse describe(DescribeRecommender request) {
    Recommender recommender = recommenders.get(request.recommenderArn());
    if (!Status.DELETING.contains(recommender.status())) {
      recommender.withMetrics(recommender
          .trainedArn()
          .flatMap(models::find)
          .map(PublishedModel::metrics)
          .orElse(null));
    }
    return new DescribeRecommenderResponse(recommender);
  }

  public record ListRecommenders(
      @Nullable Arn datasetGroupArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A recommender as lists show it. */
  public record RecommenderSummary(
      String name,
      Arn recommenderArn,
      Arn datasetGroupArn,
      Arn recipeArn,
      @Nullable RecommenderConfig recommenderConfig,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime) {}

  public record ListRecommendersResponse(
      List<RecommenderSummary> recommenders, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListRecommendersResponse list(ListRecommenders request) {
    return recommenders
        .page(RecommenderSummary.class, request.where(), request.page())
        .as(ListRecommendersResponse::new);
  }

  public record StopRecommender(@NotNull Arn recommenderArn) {}

  public record StopRecommenderResponse(Arn recommenderArn) {}

  /** It answers no more from now on, and is not trained until it is started. */
  @Transactional
  public StopRecommenderResponse stop(StopRecommender request) {
    Recommender recommender = recommenders.lock(request.recommenderArn());
    requireAtRest(recommender, Status.ACTIVE);
    callOffTraining(recommender);
    recommender.stop(resources.now());
    switchIt(recommender);
    return new StopRecommenderResponse(recommender.arn());
  }

  public record StartRecommender(@NotNull Arn recommenderArn) {}

  public record StartRecommenderResponse(Arn recommenderArn) {}

  /** It answers again with the model that it had. */
  @Transactional
  public StartRecommenderResponse start(StartRecommender request) {
    Recommender recommender = recommenders.lock(request.recommenderArn());
    requireAtRest(recommender, Status.INACTIVE);
    recommender.start(resources.now());
    switchIt(recommender);
    schedule(recommender);
    return new StartRecommenderResponse(recommender.arn());
  }

  private void switchIt(Recommender recommender) {
    resources.changed(recommender.arn());
    jobs.enqueue(JobType.SWITCH_RECOMMENDER, recommender.arn());
  }

  private static void requireAtRest(Recommender recommender, Status needed) {
    if (recommender.status() != needed) {
      throw ErrorCode.RESOURCE_IN_USE.because("%s is %s, and must be %s for this."
          .formatted(recommender.arn(), recommender.status().wire(), needed.wire()));
    }
    recommender.requireNoUpdate();
  }

  /** The node that trains hears of it by the ARN of the training. */
  private void callOffTraining(Recommender recommender) {
    jobs.cancel(JobType.RETRAIN_RECOMMENDER, recommender.arn());
    recommender.training().ifPresent(training -> resources.changed(training.arn()));
    recommender.callOff();
  }

  public record DeleteRecommender(@NotNull Arn recommenderArn) {}

  /** Takes the recommender out of use at once; a job then deletes it and its models. */
  @Transactional
  public void delete(DeleteRecommender request) {
    Recommender recommender = recommenders.lock(request.recommenderArn());
    recommender.requireSettled();
    recommender.requireNoUpdate();
    callOffTraining(recommender);
    resources.retire(recommender);
    jobs.enqueueDeletion(JobType.DELETE_RECOMMENDER, recommender.arn());
  }
}
