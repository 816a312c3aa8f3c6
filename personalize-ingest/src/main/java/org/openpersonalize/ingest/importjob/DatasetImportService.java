// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.MetricAttributionRepository;
import org.openpersonalize.store.job.JobCreation;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.object.S3Location;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.RoleArn;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Create, Describe and List of import jobs; {@link DatasetImporter} does them. They are never deleted. */
@Service
public class DatasetImportService {
  private final DatasetRepository datasets;
  private final DatasetImportJobRepository imports;
  private final MetricAttributionRepository attributions;
  private final BulkData bulkData;
  private final JobCreation jobs;
  private final ImportSettings settings;

  public DatasetImportService(
      DatasetRepository datasets,
      DatasetImportJobRepository imports,
      MetricAttributionRepository attributions,
      BulkData bulkData,
      JobCreation jobs,
      ImportSettings settings) {
    this.datasets = datasets;
    this.imports = imports;
    this.attributions = attributions;
    this.bulkData = bulkData;
    this.jobs = jobs;
    this.settings = settings;
  }

  /**
   * @param roleArn accepted for compatibility: the service reads with its own access to the object store
   * @param publishAttributionMetricsToS3 have the metric attribution of the dataset group write a report of what is imported
   */
  public record CreateDatasetImportJob(
      @NotNull @Name String jobName,

      @NotNull Arn datasetArn,
      @NotNull @Valid DataSource dataSource,

      @Nullable @RoleArn String roleArn,

      @Nullable ImportMode importMode,
      @Nullable Boolean publishAttributionMetricsToS3,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateDatasetImportJobResponse(Arn datasetImportJobArn) {}

  @Transactional
  public CreateDatasetImportJobResponse create(CreateDatasetImportJob request) {
    S3Location.parse(
        request.dataSource().dataLocation(), settings.modelBucket(), "Invalid Data location");
    Dataset dataset = datasets.lock(request.datasetArn());
    dataset.requireActive();
    ImportMode mode = request.importMode() == null ? ImportMode.FULL : request.importMode();
    bulkData.require(mode, dataset);
    if (Boolean.TRUE.equals(request.publishAttributionMetricsToS3())) {
      requireReports(dataset);
    }

    Arn arn = dataset.arn().sibling(ResourceType.DATASET_IMPORT_JOB, request.jobName());
    DatasetImportJob job = new DatasetImportJob(
        arn,
        request.jobName(),
        dataset.arn(),
        request.dataSource(),
        request.roleArn(),
        mode,
        request.publishAttributionMetricsToS3(),
        jobs.now());
    jobs.create(
        JobType.IMPORT_DATASET,
        job,
        request.tags(),
        Quota.ofJobsUnderWay(
            imports.countByStatusIn(Status.UNDER_WAY), Limits::importJobsUnderWay));
    return new CreateDatasetImportJobResponse(arn);
  }

  private void requireReports(Dataset dataset) {
    if (dataset.datasetType() != DatasetType.INTERACTIONS) {
      throw ErrorCode.INVALID_INPUT.because(
          "Attribution metrics are of interactions, but %s holds %s: leave out publishAttributionMetricsToS3"
              .formatted(dataset.arn(), dataset.datasetType().recordName()));
    }
    if (attributions
        .findByDatasetGroupArn(dataset.datasetGroupArn())
        .filter(attribution -> attribution.metricsOutputConfig().s3DataDestination() != null)
        .isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s has no metric attribution with an s3DataDestination: create one, or leave out publishAttributionMetricsToS3"
              .formatted(dataset.datasetGroupArn()));
    }
  }

  public record DescribeDatasetImportJob(@NotNull Arn datasetImportJobArn) {}

  public record DescribeDatasetImportJobResponse(DatasetImportJob datasetImportJob) {}

  @Transactional(readOnly = true)
  public DescribeDatasetImportJobResponse describe(DescribeDatasetImportJob request) {
    return new DescribeDatasetImportJobResponse(imports.get(request.datasetImportJobArn()));
  }

  public record ListDatasetImportJobs(
      @Nullable Arn datasetArn,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  public record DatasetImportJobSummary(
      Arn datasetImportJobArn,
      String jobName,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason,
      ImportMode importMode) {}

  public record ListDatasetImportJobsResponse(
      List<DatasetImportJobSummary> datasetImportJobs,
      @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListDatasetImportJobsResponse list(ListDatasetImportJobs request) {
    return imports
        .page(DatasetImportJobSummary.class, request.where(), request.page())
        .as(ListDatasetImportJobsResponse::new);
  }
}
