// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Create, Update, Describe, List and Delete of datasets.
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
  private final RecordTable records;
  private final SchemaReplacement replacement;
  private final DatasetRetirement retirement;
  private final Resources resources;

  public DatasetService(
      DatasetGroupRepository groups,
      SchemaRepository schemas,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      RecordTable records,
      SchemaReplacement replacement,
      DatasetRetirement retirement,
      Resources resources) {
    this.groups = groups;
    this.schemas = schemas;
    this.datasets = datasets;
    this.numbers = numbers;
    this.records = records;
    this.replacement = replacement;
    this.retirement = retirement;
    this.resources = resources;
  }

  public record CreateDataset(
      @NotNull @Name String name,

      @NotNull Arn schemaArn,
      @NotNull Arn datasetGroupArn,

      @NotNull @Size(max = 256) @Pattern(regexp = "[A-Za-z_]+") String datasetType,

      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateDatasetResponse(Arn datasetArn) {}

  @Transactional
  public CreateDatasetResponse create(CreateDataset request) {
    DatasetType type = DatasetType.ofWire(request.datasetType());
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    group.requireActive();
    Schema schema = schemas.lock(request.schemaArn());
    requireFitting(type, group, schema);

    Arn arn = group.arn().sibling(ResourceType.DATASET, group.name() + "/" + type);
    String trackingId =
        type == DatasetType.ACTION_INTERACTIONS ? UUID.randomUUID().toString() : null;
    Dataset dataset = new Dataset(
        arn, request.name(), group.arn(), type, schema.arn(), trackingId, resources.now());
    resources.create(dataset, request.tags());
    numbers.assign(arn);
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

  public record UpdateDataset(
      @NotNull Arn datasetArn, @NotNull Arn schemaArn) {}

  public record UpdateDatasetResponse(Arn datasetArn) {}

  /**
   * Has a dataset of items or users another schema at once: that of before and more columns, which may be null. Solutions that
   * exist go on without the new columns.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_IN_USE} while files are imported
   */
  @Transactional
  public UpdateDatasetResponse update(UpdateDataset request) {
    Arn groupArn = datasets.get(request.datasetArn()).datasetGroupArn();
    DatasetGroup group = groups.lock(groupArn); // before the dataset, as in create
    Dataset dataset = datasets.lock(request.datasetArn());
    dataset.requireActive();
    replacement.requirePossible(dataset);
    Schema schema = schemas.lock(request.schemaArn());
    requireFitting(dataset.datasetType(), group, schema);
    List<String> added = replacement.added(schemas.get(dataset.schemaArn()), schema);

    dataset.replaceSchema(schema.arn(), added, resources.now());
    records.haveReadAnew(numbers.of(dataset.arn()));
    resources.changed(dataset.arn());
    return new UpdateDatasetResponse(dataset.arn());
  }

  public record DescribeDataset(@NotNull Arn datasetArn) {}

  public record DescribeDatasetResponse(Dataset dataset) {}

  @Transactional(readOnly = true)
  public DescribeDatasetResponse describe(DescribeDataset request) {
    return new DescribeDatasetResponse(datasets.get(request.datasetArn()));
  }

  public record ListDatasets(
      @Nullable Arn datasetGroupArn,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

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
    return datasets
        .page(DatasetSummary.class, request.where(), request.page())
        .as(ListDatasetsResponse::new);
  }

  public record DeleteDataset(@NotNull Arn datasetArn) {}

  @Transactional
  public void delete(DeleteDataset request) {
    Dataset dataset = datasets.get(request.datasetArn());
    groups.lock(dataset.datasetGroupArn()); // before the dataset, as in create
    retirement.begin(datasets.lock(request.datasetArn()));
  }
}
