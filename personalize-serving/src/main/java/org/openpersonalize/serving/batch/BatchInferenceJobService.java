// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.filter.ItemFilters;
import org.openpersonalize.serving.model.ConfigurationRules;
import org.openpersonalize.store.catalog.BatchInferenceJob;
import org.openpersonalize.store.catalog.BatchInferenceJobConfig;
import org.openpersonalize.store.catalog.BatchInferenceJobMode;
import org.openpersonalize.store.catalog.BatchInferenceJobRepository;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.ThemeGenerationConfig;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.RoleArn;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Create, Describe and List of batch inference jobs; {@link BatchInferences} does them. They are never deleted. */
@Service
public class BatchInferenceJobService {
  private final BatchInferenceJobRepository inferenceJobs;
  private final ThemeColumns themes;
  private final ItemFilters filters;
  private final BatchJobCreation creation;

  BatchInferenceJobService(
      BatchInferenceJobRepository inferenceJobs,
      ThemeColumns themes,
      ItemFilters filters,
      BatchJobCreation creation) {
    this.inferenceJobs = inferenceJobs;
    this.themes = themes;
    this.filters = filters;
    this.creation = creation;
  }

  /** @param roleArn accepted for compatibility: the service has its own access to the object store */
  public record CreateBatchInferenceJob(
      @NotNull @Name String jobName,

      @NotNull Arn solutionVersionArn,
      @Nullable Arn filterArn,
      @Nullable @Min(1) @Max(500) Integer numResults,
      @NotNull @Valid BatchJobInput jobInput,
      @NotNull @Valid BatchJobOutput jobOutput,
      @NotNull @RoleArn String roleArn,

      @Nullable @Valid BatchInferenceJobConfig batchInferenceJobConfig,
      @Nullable @Tags List<@Valid @NotNull Tag> tags,
      @Nullable BatchInferenceJobMode batchInferenceJobMode,
      @Nullable @Valid ThemeGenerationConfig themeGenerationConfig)
      implements BatchJobRequest {}

  public record CreateBatchInferenceJobResponse(Arn batchInferenceJobArn) {}

  @Transactional
  public CreateBatchInferenceJobResponse create(CreateBatchInferenceJob request) {
    SolutionVersion version = creation.askable(request, Feature.BATCH_INFERENCE);
    BatchInferenceJobConfig config = request.batchInferenceJobConfig();
    ConfigurationRules.requireExploration(version, BatchInferenceJobConfig.exploration(config));
    ConfigurationRules.requireInfluence(version, BatchInferenceJobConfig.influence(config));
    if (request.filterArn() != null) {
      filters.require(
          request.filterArn(),
          version.datasetGroupArn(),
          ServedRecipes.find(version.recipeArn()).orElseThrow());
    }
    BatchInferenceJobMode mode = Objects.requireNonNullElse(
        request.batchInferenceJobMode(), BatchInferenceJobMode.BATCH_INFERENCE);
    requireThemesFit(version, mode, request.themeGenerationConfig());
    BatchInferenceJob job = new BatchInferenceJob(
        version.arn().sibling(ResourceType.BATCH_INFERENCE_JOB, request.jobName()),
        request.jobName(),
        version.arn(),
        request.order(),
        config,
        mode,
        request.themeGenerationConfig(),
        creation.now());
    creation.create(
        JobType.BATCH_INFERENCE, job, request, inferenceJobs, Limits::batchInferenceJobsUnderWay);
    return new CreateBatchInferenceJobResponse(job.arn());
  }

  private void requireThemesFit(
      SolutionVersion version, BatchInferenceJobMode mode, @Nullable ThemeGenerationConfig config) {
    boolean areWanted = mode == BatchInferenceJobMode.THEME_GENERATION;
    if (areWanted != (config != null)) {
      throw ErrorCode.INVALID_INPUT.because(
          "The batchInferenceJobMode THEME_GENERATION and a themeGenerationConfig go together. Send both, or neither.");
    }
    if (config != null) {
      themes.require(version, config);
    }
  }

  public record DescribeBatchInferenceJob(@NotNull Arn batchInferenceJobArn) {}

  public record DescribeBatchInferenceJobResponse(BatchInferenceJob batchInferenceJob) {}

  @Transactional(readOnly = true)
  public DescribeBatchInferenceJobResponse describe(DescribeBatchInferenceJob request) {
    return new DescribeBatchInferenceJobResponse(inferenceJobs.get(request.batchInferenceJobArn()));
  }

  public record ListBatchInferenceJobs(
      @Nullable Arn solutionVersionArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A job as lists show it. */
  public record BatchInferenceJobSummary(
      Arn batchInferenceJobArn,
      String jobName,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason,
      Arn solutionVersionArn,
      BatchInferenceJobMode batchInferenceJobMode) {}

  public record ListBatchInferenceJobsResponse(
      List<BatchInferenceJobSummary> batchInferenceJobs,
      @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListBatchInferenceJobsResponse list(ListBatchInferenceJobs request) {
    return inferenceJobs
        .page(BatchInferenceJobSummary.class, request.where(), request.page())
        .as(ListBatchInferenceJobsResponse::new);
  }
}
