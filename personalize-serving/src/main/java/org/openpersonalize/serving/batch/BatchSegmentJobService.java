// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.filter.UserFilters;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.catalog.BatchSegmentJob;
import org.openpersonalize.store.catalog.BatchSegmentJobRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
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

/** Create, Describe and List of batch segment jobs; {@link BatchSegments} does them. They are never deleted. */
@Service
public class BatchSegmentJobService {
  private final BatchSegmentJobRepository segmentJobs;
  private final UserFilters filters;
  private final BatchJobCreation creation;

  BatchSegmentJobService(
      BatchSegmentJobRepository segmentJobs, UserFilters filters, BatchJobCreation creation) {
    this.segmentJobs = segmentJobs;
    this.filters = filters;
    this.creation = creation;
  }

  /** @param roleArn accepted for compatibility: the service has its own access to the object store */
  public record CreateBatchSegmentJob(
      @NotNull @Name String jobName,

      @NotNull Arn solutionVersionArn,
      @Nullable Arn filterArn,
      @Nullable @Min(1) @Max(5_000_000) Integer numResults,
      @NotNull @Valid BatchJobInput jobInput,
      @NotNull @Valid BatchJobOutput jobOutput,
      @NotNull @RoleArn String roleArn,

      @Nullable @Tags List<@Valid @NotNull Tag> tags)
      implements BatchJobRequest {}

  public record CreateBatchSegmentJobResponse(Arn batchSegmentJobArn) {}

  @Transactional
  public CreateBatchSegmentJobResponse create(CreateBatchSegmentJob request) {
    SolutionVersion version = creation.askable(request, Feature.BATCH_SEGMENTS);
    if (request.filterArn() != null) {
      filters.require(request.filterArn(), version.datasetGroupArn());
    }
    BatchSegmentJob job = new BatchSegmentJob(
        version.arn().sibling(ResourceType.BATCH_SEGMENT_JOB, request.jobName()),
        request.jobName(),
        version.arn(),
        request.order(),
        creation.now());
    creation.create(
        JobType.BATCH_SEGMENT, job, request, segmentJobs, Limits::batchSegmentJobsUnderWay);
    return new CreateBatchSegmentJobResponse(job.arn());
  }

  public record DescribeBatchSegmentJob(@NotNull Arn batchSegmentJobArn) {}

  public record DescribeBatchSegmentJobResponse(BatchSegmentJob batchSegmentJob) {}

  @Transactional(readOnly = true)
  public DescribeBatchSegmentJobResponse describe(DescribeBatchSegmentJob request) {
    return new DescribeBatchSegmentJobResponse(segmentJobs.get(request.batchSegmentJobArn()));
  }

  public record ListBatchSegmentJobs(
      @Nullable Arn solutionVersionArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A job as lists show it. */
  public record BatchSegmentJobSummary(
      Arn batchSegmentJobArn,
      String jobName,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason,
      Arn solutionVersionArn) {}

  public record ListBatchSegmentJobsResponse(
      List<BatchSegmentJobSummary> batchSegmentJobs,
      @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListBatchSegmentJobsResponse list(ListBatchSegmentJobs request) {
    return segmentJobs
        .page(BatchSegmentJobSummary.class, request.where(), request.page())
        .as(ListBatchSegmentJobsResponse::new);
  }
}
