// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.deletion;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DataDeletionJob;
import org.openpersonalize.store.catalog.DataDeletionJobRepository;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.deletion.DeletionReceipt;
import org.openpersonalize.store.deletion.DeletionReceipts;
import org.openpersonalize.store.job.JobCreation;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.PostedTo;
import org.openpersonalize.store.request.RoleArn;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Create, Describe and List of data deletion jobs, and their receipts; {@link DataDeletion} does them. They are never deleted. */
@Service
public class DataDeletionService {
  private final DatasetGroupRepository groups;
  private final DataDeletionJobRepository deletions;
  private final DeletionReceipts receipts;
  private final UserFiles files;
  private final JobCreation jobs;

  DataDeletionService(
      DatasetGroupRepository groups,
      DataDeletionJobRepository deletions,
      DeletionReceipts receipts,
      UserFiles files,
      JobCreation jobs) {
    this.groups = groups;
    this.deletions = deletions;
    this.receipts = receipts;
    this.files = files;
    this.jobs = jobs;
  }

  /** @param roleArn accepted for compatibility: the service reads with its own access to the object store */
  public record CreateDataDeletionJob(
      @NotNull @Name String jobName,

      @NotNull Arn datasetGroupArn,
      @NotNull @Valid DataSource dataSource,

      @NotNull @RoleArn String roleArn,

      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateDataDeletionJobResponse(Arn dataDeletionJobArn) {}

  @Transactional
  public CreateDataDeletionJobResponse create(CreateDataDeletionJob request) {
    files.location(request.dataSource());
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    group.requireActive();
    Arn arn = group.arn().sibling(ResourceType.DATA_DELETION_JOB, request.jobName());
    DataDeletionJob job = new DataDeletionJob(
        arn, request.jobName(), group.arn(), request.dataSource(), request.roleArn(), jobs.now());
    jobs.create(
        JobType.DELETE_USERS,
        job,
        request.tags(),
        new Quota(
            deletions.countByDatasetGroupArnAndStatus(group.arn(), Status.PENDING),
            Limits::pendingDataDeletionJobsPerDatasetGroup,
            "More than %d data deletion jobs of the dataset group with PENDING status."));
    return new CreateDataDeletionJobResponse(arn);
  }

  public record DescribeDataDeletionJob(@NotNull Arn dataDeletionJobArn) {}

  public record DescribeDataDeletionJobResponse(DataDeletionJob dataDeletionJob) {}

  @Transactional(readOnly = true)
  public DescribeDataDeletionJobResponse describe(DescribeDataDeletionJob request) {
    return new DescribeDataDeletionJobResponse(deletions.get(request.dataDeletionJobArn()));
  }

  public record ListDataDeletionJobs(
      @Nullable Arn datasetGroupArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A job as lists show it. */
  public record DataDeletionJobSummary(
      Arn dataDeletionJobArn,
      Arn datasetGroupArn,
      String jobName,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason) {}

  public record ListDataDeletionJobsResponse(
      List<DataDeletionJobSummary> dataDeletionJobs,
      @Nullable String nextToken) {}

  /** The newest first. */
  @Transactional(readOnly = true)
  public ListDataDeletionJobsResponse list(ListDataDeletionJobs request) {
    return deletions
        .pageNewestFirst(DataDeletionJobSummary.class, request.where(), request.page())
        .as(ListDataDeletionJobsResponse::new);
  }

  @Addition
  @PostedTo("/data-deletion-receipt")
  public record GetDataDeletionReceipt(@NotNull Arn dataDeletionJobArn) {}

  /**
   * @param receipt of the job
   * @param numDeleted as DescribeDataDeletionJob has it
   */
  public record GetDataDeletionReceiptResponse(
      DeletionReceipt receipt, @Nullable Integer numDeleted) {}

  /**
   * What a job did, and what is left elsewhere.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND}, or {@link
   *     ErrorCode#RESOURCE_IN_USE} if the job is not COMPLETED
   */
  @Transactional(readOnly = true)
  public GetDataDeletionReceiptResponse receipt(GetDataDeletionReceipt request) {
    DataDeletionJob job = deletions.get(request.dataDeletionJobArn());
    return new GetDataDeletionReceiptResponse(
        receipts
            .find(job.arn())
            .orElseThrow(() -> ErrorCode.RESOURCE_IN_USE.because(
                "%s is %s. There is a receipt when it is COMPLETED."
                    .formatted(job.arn(), job.status().wire()))),
        job.numDeleted());
  }
}
