package org.openpersonalize.ingest.importjob;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.Limits;
import org.openpersonalize.store.catalog.PageRequest;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Create, Describe and List of import jobs; {@link DatasetImporter} does them. They are never deleted. */
@Service
public class DatasetImportService {
  private final DatasetRepository datasets;
  private final DatasetImportJobRepository imports;
  private final BulkData bulkData;
  private final TagService tags;
  private final Jobs jobs;
  private final Limits limits;
  private final ImportSettings settings;
  private final Clock clock;

  public DatasetImportService(
      DatasetRepository datasets,
      DatasetImportJobRepository imports,
      BulkData bulkData,
      TagService tags,
      Jobs jobs,
      Limits limits,
      ImportSettings settings,
      Clock clock) {
    this.datasets = datasets;
    this.imports = imports;
    this.bulkData = bulkData;
    this.tags = tags;
    this.jobs = jobs;
    this.limits = limits;
    this.settings = settings;
    this.clock = clock;
  }

  /** @param roleArn accepted for compatibility: the service reads with its own access to the object store */
  public record CreateDatasetImportJob(
      @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String jobName,

      @NotNull Arn datasetArn,
      @NotNull @Valid DataSource dataSource,

      @Nullable @Size(max = 256) @Pattern(regexp = "arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+")
      String roleArn,

      @Nullable ImportMode importMode,
      @Nullable @Size(max = 200) List<@Valid @NotNull Tag> tags) {}

  public record CreateDatasetImportJobResponse(Arn datasetImportJobArn) {}

  @Transactional
  public CreateDatasetImportJobResponse create(CreateDatasetImportJob request) {
    S3Location.parse(request.dataSource().dataLocation(), settings.modelBucket());
    Dataset dataset = datasets.lock(request.datasetArn());
    dataset.requireActive();
    ImportMode mode = request.importMode() == null ? ImportMode.FULL : request.importMode();
    bulkData.require(mode, dataset);
    if (imports.count(Map.of("status", Status.UNDER_WAY)) >= limits.importJobsUnderWay()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "More than %d resources with PENDING or IN_PROGRESS status."
              .formatted(limits.importJobsUnderWay()));
    }

    Arn arn = dataset.arn().sibling("dataset-import-job", request.jobName());
    imports.create(new DatasetImportJob(
        arn,
        request.jobName(),
        dataset.arn(),
        request.dataSource(),
        request.roleArn(),
        mode,
        null,
        clock.instant()));
    tags.add(arn, request.tags());
    jobs.enqueue(JobType.IMPORT_DATASET, arn);
    return new CreateDatasetImportJobResponse(arn);
  }

  public record DescribeDatasetImportJob(@NotNull Arn datasetImportJobArn) {}

  public record DescribeDatasetImportJobResponse(DatasetImportJob datasetImportJob) {}

  @Transactional(readOnly = true)
  public DescribeDatasetImportJobResponse describe(DescribeDatasetImportJob request) {
    return new DescribeDatasetImportJobResponse(imports.get(request.datasetImportJobArn()));
  }

  public record ListDatasetImportJobs(
      @Nullable Arn datasetArn,
      @Nullable @Size(max = 1500) String nextToken,
      @Nullable @Min(1) @Max(100) Integer maxResults) {}

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
    Page<DatasetImportJobSummary> page = imports.page(
        DatasetImportJobSummary.class,
        Collections.singletonMap("datasetArn", request.datasetArn()),
        new PageRequest(request.nextToken(), request.maxResults()));
    return new ListDatasetImportJobsResponse(page.items(), page.nextToken());
  }
}
