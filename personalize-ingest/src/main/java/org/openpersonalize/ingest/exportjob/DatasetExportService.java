// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetExportJob;
import org.openpersonalize.store.catalog.DatasetExportJobOutput;
import org.openpersonalize.store.catalog.DatasetExportJobRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.IngestionMode;
import org.openpersonalize.store.job.JobCreation;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.RoleArn;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Create, Describe and List of export jobs; {@link DatasetExporter} does them. They are never deleted. */
@Service
public class DatasetExportService {
  private final DatasetRepository datasets;
  private final DatasetExportJobRepository exports;
  private final ExportFiles files;
  private final JobCreation jobs;

  DatasetExportService(
      DatasetRepository datasets,
      DatasetExportJobRepository exports,
      ExportFiles files,
      JobCreation jobs) {
    this.datasets = datasets;
    this.exports = exports;
    this.files = files;
    this.jobs = jobs;
  }

  /**
   * @param ingestionMode null for {@link IngestionMode#PUT}
   * @param roleArn accepted for compatibility: the service writes with its own access to the object store
   */
  public record CreateDatasetExportJob(
      @NotNull @Name String jobName,

      @NotNull Arn datasetArn,
      @Nullable IngestionMode ingestionMode,
      @NotNull @RoleArn String roleArn,

      @NotNull @Valid DatasetExportJobOutput jobOutput,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateDatasetExportJobResponse(Arn datasetExportJobArn) {}

  @Transactional
  public CreateDatasetExportJobResponse create(CreateDatasetExportJob request) {
    files.location(request.jobOutput());
    Dataset dataset = datasets.lock(request.datasetArn());
    dataset.requireActive();
    Arn arn = dataset.arn().sibling(ResourceType.DATASET_EXPORT_JOB, request.jobName());
    DatasetExportJob job = new DatasetExportJob(
        arn,
        request.jobName(),
        dataset.arn(),
        Objects.requireNonNullElse(request.ingestionMode(), IngestionMode.PUT),
        request.jobOutput(),
        request.roleArn(),
        jobs.now());
    jobs.create(
        JobType.EXPORT_DATASET,
        job,
        request.tags(),
        Quota.ofJobsUnderWay(
            exports.countByStatusIn(Status.UNDER_WAY), Limits::exportJobsUnderWay));
    return new CreateDatasetExportJobResponse(arn);
  }

  public record DescribeDatasetExportJob(@NotNull Arn datasetExportJobArn) {}

  public record DescribeDatasetExportJobResponse(DatasetExportJob datasetExportJob) {}

  @Transactional(readOnly = true)
  public DescribeDatasetExportJobResponse describe(DescribeDatasetExportJob request) {
    return new DescribeDatasetExportJobResponse(exports.get(request.datasetExportJobArn()));
  }

  public record ListDatasetExportJobs(
      @Nullable Arn datasetArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A job as lists show it. */
  public record DatasetExportJobSummary(
      Arn datasetExportJobArn,
      String jobName,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason) {}

  public record ListDatasetExportJobsResponse(
      List<DatasetExportJobSummary> datasetExportJobs,
      @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListDatasetExportJobsResponse list(ListDatasetExportJobs request) {
    return exports
        .page(DatasetExportJobSummary.class, request.where(), request.page())
        .as(ListDatasetExportJobsResponse::new);
  }
}
