package org.openpersonalize.ingest.dataset;

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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.catalog.PageRequest;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Create, Describe, List and Delete of datasets.
 *
 * <p>A new dataset is empty and ACTIVE at once. A deleted one goes together with its rows, which {@link DatasetDeletion}
 * does in the background.
 */
@Service
public class DatasetService {
  private final DatasetGroupRepository groups;
  private final SchemaRepository schemas;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final DatasetImportJobRepository imports;
  private final EventTrackerRepository trackers;
  private final SolutionVersionRepository versions;
  private final CampaignRepository campaigns;
  private final TagService tags;
  private final Jobs jobs;
  private final ChangeFeed changes;
  private final Clock clock;

  public DatasetService(
      DatasetGroupRepository groups,
      SchemaRepository schemas,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      DatasetImportJobRepository imports,
      EventTrackerRepository trackers,
      SolutionVersionRepository versions,
      CampaignRepository campaigns,
      TagService tags,
      Jobs jobs,
      ChangeFeed changes,
      Clock clock) {
    this.groups = groups;
    this.schemas = schemas;
    this.datasets = datasets;
    this.numbers = numbers;
    this.imports = imports;
    this.trackers = trackers;
    this.versions = versions;
    this.campaigns = campaigns;
    this.tags = tags;
    this.jobs = jobs;
    this.changes = changes;
    this.clock = clock;
  }

  public record CreateDataset(
      @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String name,

      @NotNull Arn schemaArn,
      @NotNull Arn datasetGroupArn,

      @NotNull @Size(max = 256) @Pattern(regexp = "[A-Za-z_]+") String datasetType,

      @Nullable @Size(max = 200) List<@Valid @NotNull Tag> tags) {}

  public record CreateDatasetResponse(Arn datasetArn) {}

  @Transactional
  public CreateDatasetResponse create(CreateDataset request) {
    DatasetType type = DatasetType.ofWire(request.datasetType());
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    group.requireActive();
    Schema schema = schemas.lock(request.schemaArn());
    requireFitting(type, group, schema);

    Arn arn = group.arn().sibling("dataset", group.name() + "/" + type);
    String trackingId =
        type == DatasetType.ACTION_INTERACTIONS ? UUID.randomUUID().toString() : null;
    datasets.create(new Dataset(
        arn, request.name(), group.arn(), type, schema.arn(), trackingId, clock.instant()));
    numbers.assign(arn);
    tags.add(arn, request.tags());
    changes.announce(arn);
    return new CreateDatasetResponse(arn);
  }

  private static void requireFitting(DatasetType type, DatasetGroup group, Schema schema) {
    if (schema.domain() != group.domain()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The schema %s is for %s, but the dataset group is for %s. Use a schema of the group's domain."
              .formatted(schema.name(), display(schema.domain()), display(group.domain())));
    }
    boolean actions = type == DatasetType.ACTIONS || type == DatasetType.ACTION_INTERACTIONS;
    if (actions && group.domain() != null) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s datasets are for custom dataset groups, and %s is for %s."
              .formatted(type, group.name(), group.domain()));
    }
    DatasetType described =
        DatasetSchema.parse(schema.schema(), schema.domain()).type();
    if (described != type) {
      throw ErrorCode.INVALID_INPUT.because(
          "The schema %s describes %s, but the dataset is of the type %s. Use a schema whose record is named %s."
              .formatted(schema.name(), described, type, type.recordName()));
    }
  }

  private static String display(@Nullable Domain domain) {
    return domain == null ? "custom dataset groups" : domain.name();
  }

  public record DescribeDataset(@NotNull Arn datasetArn) {}

  public record DescribeDatasetResponse(Dataset dataset) {}

  @Transactional(readOnly = true)
  public DescribeDatasetResponse describe(DescribeDataset request) {
    return new DescribeDatasetResponse(datasets.get(request.datasetArn()));
  }

  public record ListDatasets(
      @Nullable Arn datasetGroupArn,
      @Nullable @Size(max = 1500) String nextToken,
      @Nullable @Min(1) @Max(100) Integer maxResults) {}

  public record DatasetSummary(
      String name,
      Arn datasetArn,
      DatasetType datasetType,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime) {}

  public record ListDatasetsResponse(
      List<DatasetSummary> datasets, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListDatasetsResponse list(ListDatasets request) {
    Page<DatasetSummary> page = datasets.page(
        DatasetSummary.class,
        Collections.singletonMap("datasetGroupArn", request.datasetGroupArn()),
        new PageRequest(request.nextToken(), request.maxResults()));
    return new ListDatasetsResponse(page.items(), page.nextToken());
  }

  public record DeleteDataset(@NotNull Arn datasetArn) {}

  @Transactional
  public void delete(DeleteDataset request) {
    Dataset dataset = datasets.get(request.datasetArn());
    groups.lock(dataset.datasetGroupArn()); // before the dataset, as in create
    dataset = datasets.lock(request.datasetArn());
    dataset.requireSettled();
    requireUnused(dataset);
    dataset.become(Status.DELETE_PENDING, clock.instant());
    jobs.enqueueDeletion(JobType.DELETE_DATASET, dataset.arn());
    changes.announce(dataset.arn());
  }

  private void requireUnused(Dataset dataset) {
    Arn group = dataset.datasetGroupArn();
    if (dataset.datasetType() == DatasetType.INTERACTIONS
        && trackers.count(Map.of("datasetGroupArn", group)) > 0) {
      throw inUse(dataset, "Delete the event tracker of its dataset group first.");
    }
    if (imports.count(Map.of("datasetArn", dataset.arn(), "status", Status.UNDER_WAY)) > 0) {
      throw inUse(dataset, "Wait until its import jobs have ended.");
    }
    List<SolutionVersion> built = versions.findByDatasetGroupArn(group);
    if (built.stream().anyMatch(version -> Status.UNDER_WAY.contains(version.status()))) {
      throw inUse(dataset, "Wait until the training of its dataset group has ended.");
    }
    Set<Arn> arns = built.stream().map(SolutionVersion::arn).collect(Collectors.toSet());
    boolean served = campaigns.findBySolutionVersionArnIn(arns).stream()
        .anyMatch(campaign ->
            campaign.status() == Status.ACTIVE || Status.UNDER_WAY.contains(campaign.status()));
    if (served) {
      throw inUse(dataset, "Delete the campaigns of its dataset group first.");
    }
  }

  private static RuntimeException inUse(Dataset dataset, String remedy) {
    return ErrorCode.RESOURCE_IN_USE.because("%s is in use. %s".formatted(dataset.arn(), remedy));
  }
}
