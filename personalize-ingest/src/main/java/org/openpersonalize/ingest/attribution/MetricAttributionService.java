// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.attribution;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.attribution.AttributedMetrics;
import org.openpersonalize.store.attribution.AttributedMetrics.Metric;
import org.openpersonalize.store.attribution.AttributionReports;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.attribution.MetricAttribute;
import org.openpersonalize.store.attribution.MetricExpression;
import org.openpersonalize.store.attribution.MetricExpression.SampleCount;
import org.openpersonalize.store.attribution.MetricExpression.Sum;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.catalog.MetricAttributionRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Create, Describe, List, Update and Delete of metric attributions, of which a dataset group has one at most.
 *
 * <p>What came in before a metric was added is not counted for it; {@link AttributionCount} counts what comes.
 */
@Service
public class MetricAttributionService {
  private static final int MOST_METRICS = 10;

  private final MetricAttributionRepository attributions;
  private final DatasetGroupRepository groups;
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final DatasetNumbers numbers;
  private final RecordTable records;
  private final AttributedMetrics metrics;
  private final AttributionTable table;
  private final AttributionReports reports;
  private final AttributionReporter reporter;
  private final Resources resources;
  private final Jobs jobs;

  MetricAttributionService(
      MetricAttributionRepository attributions,
      DatasetGroupRepository groups,
      DatasetRepository datasets,
      SchemaRepository schemas,
      DatasetNumbers numbers,
      RecordTable records,
      AttributedMetrics metrics,
      AttributionTable table,
      AttributionReports reports,
      AttributionReporter reporter,
      Resources resources,
      Jobs jobs) {
    this.attributions = attributions;
    this.groups = groups;
    this.datasets = datasets;
    this.schemas = schemas;
    this.numbers = numbers;
    this.records = records;
    this.metrics = metrics;
    this.table = table;
    this.reports = reports;
    this.reporter = reporter;
    this.resources = resources;
    this.jobs = jobs;
  }

  public record CreateMetricAttribution(
      @NotNull @Name String name,

      @NotNull Arn datasetGroupArn,
      @NotNull @Size(max = MOST_METRICS) List<@Valid @NotNull MetricAttribute> metrics,
      @NotNull @Valid MetricAttributionOutput metricsOutputConfig) {}

  public record CreateMetricAttributionResponse(Arn metricAttributionArn) {}

  /** Counts from now on what comes in. */
  @Transactional
  public CreateMetricAttributionResponse create(CreateMetricAttribution request) {
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    group.requireActive();
    reporter.require(request.metricsOutputConfig());
    Data data = new Data(group.arn());
    List<Metric> wanted = data.metrics(request.metrics());

    Arn arn = group.arn().sibling(ResourceType.METRIC_ATTRIBUTION, request.name());
    resources.create(
        new MetricAttribution(
            arn, request.name(), group.arn(), request.metricsOutputConfig(), resources.now()),
        null,
        new Quota(
            attributions.existsByDatasetGroupArn(group.arn()) ? 1 : 0,
            limits -> 1,
            "A dataset group can have %d metric attribution. Update that of the group, or delete it first."));
    table.begin(arn, numbers.of(data.interactions.arn()));
    metrics.add(arn, wanted);
    return new CreateMetricAttributionResponse(arn);
  }

  /** What there is in a dataset group to be added up. */
  private final class Data {
    private final Arn group;
    private final Dataset interactions;

    Data(Arn group) {
      this.group = group;
      this.interactions = dataset(DatasetType.INTERACTIONS);
      if (schema(interactions).field("EVENT_TYPE").isEmpty()) {
        throw ErrorCode.INVALID_INPUT.because(
            "A metric is about a type of events, but %s has no column EVENT_TYPE"
                .formatted(interactions.arn()));
      }
    }

    private Dataset dataset(DatasetType type) {
      Dataset dataset = datasets
          .findByDatasetGroupArnAndDatasetType(group, type)
          .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
              "%s has no %s dataset: create it first".formatted(group, type.recordName())));
      dataset.requireActive();
      return dataset;
    }

    List<Metric> metrics(List<MetricAttribute> wanted) {
      requireDifferent(wanted);
      return wanted.stream()
          .map(each -> new Metric(each, meaning(each.expression())))
          .toList();
    }

    private MetricExpression meaning(String expression) {
      MetricExpression parsed = MetricExpression.parse(expression);
      if (!(parsed instanceof Sum sum)) {
        return parsed;
      }
      Dataset of = dataset(sum.of());
      Sum meant = sum.in(schema(of));
      if (sum.of() == DatasetType.ITEMS
          && records.page(numbers.of(of.arn()), "", 1).isEmpty()) {
        throw ErrorCode.INVALID_INPUT.because(
            "%s cannot be added up: %s has no items yet. Import them first"
                .formatted(meant, of.arn()));
      }
      return meant;
    }
  }

  private static void requireDifferent(List<MetricAttribute> wanted) {
    Set<String> names = new HashSet<>();
    for (MetricAttribute metric : wanted) {
      if (metric.metricName().isBlank() || metric.eventType().isBlank()) {
        throw ErrorCode.INVALID_INPUT.because("A metric needs a metricName and an eventType.");
      }
      if (!names.add(metric.metricName())) {
        throw ErrorCode.INVALID_INPUT.because(
            "Two metrics are called '%s': call one of them otherwise"
                .formatted(metric.metricName()));
      }
    }
  }

  /** Whatever metrics of a dataset group can add up now, as expressions; empty where it cannot have any. */
  @Transactional(readOnly = true)
  public List<String> expressions(Arn group) {
    List<String> sums = new ArrayList<>();
    for (DatasetType type : List.of(DatasetType.INTERACTIONS, DatasetType.ITEMS)) {
      Dataset dataset =
          datasets.findByDatasetGroupArnAndDatasetType(group, type).orElse(null);
      if (dataset != null) {
        schema(dataset).fields().stream()
            .filter(Sum::takes)
            .forEach(field -> sums.add(new Sum(type, field.name()).toString()));
      } else if (type == DatasetType.INTERACTIONS) {
        return List.of();
      }
    }
    sums.add(0, new SampleCount().toString());
    return sums;
  }

  private DatasetSchema schema(Dataset dataset) {
    Schema schema = schemas.get(dataset.schemaArn());
    return DatasetSchema.parse(schema.schema(), schema.domain());
  }

  public record DescribeMetricAttribution(@NotNull Arn metricAttributionArn) {}

  public record DescribeMetricAttributionResponse(MetricAttribution metricAttribution) {}

  @Transactional(readOnly = true)
  public DescribeMetricAttributionResponse describe(DescribeMetricAttribution request) {
    return new DescribeMetricAttributionResponse(attributions.get(request.metricAttributionArn()));
  }

  public record ListMetricAttributions(
      @Nullable Arn datasetGroupArn,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** An attribution as lists show it. */
  public record MetricAttributionSummary(
      String name,
      Arn metricAttributionArn,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason) {}

  public record ListMetricAttributionsResponse(
      List<MetricAttributionSummary> metricAttributions,
      @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListMetricAttributionsResponse list(ListMetricAttributions request) {
    return attributions
        .page(MetricAttributionSummary.class, request.where(), request.page())
        .as(ListMetricAttributionsResponse::new);
  }

  /** @param metricAttributionArn null for the metrics of all attributions */
  public record ListMetricAttributionMetrics(
      @Nullable Arn metricAttributionArn,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  public record ListMetricAttributionMetricsResponse(
      List<MetricAttribute> metrics, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListMetricAttributionMetricsResponse listMetrics(ListMetricAttributionMetrics request) {
    Page<AttributedMetrics.Numbered> page = request
        .page()
        .of(
            "MetricAttributionMetrics" + request.metricAttributionArn(),
            metrics.numbered(request.metricAttributionArn()),
            AttributedMetrics.Numbered::number);
    return new ListMetricAttributionMetricsResponse(
        page.items().stream().map(AttributedMetrics.Numbered::told).toList(), page.nextToken());
  }

  /**
   * Members that are null stay as they are.
   *
   * @param removeMetrics names; they are removed before others are added
   */
  public record UpdateMetricAttribution(
      @Nullable @Size(max = MOST_METRICS) List<@Valid @NotNull MetricAttribute> addMetrics,

      @Nullable @Size(max = MOST_METRICS) List<@NotNull @Size(max = 256) String> removeMetrics,

      @Nullable @Valid MetricAttributionOutput metricsOutputConfig,
      @Nullable Arn metricAttributionArn) {}

  public record UpdateMetricAttributionResponse(Arn metricAttributionArn) {}

  /** Counts what has come in as the attribution was, and then changes it. */
  @Transactional
  public UpdateMetricAttributionResponse update(UpdateMetricAttribution request) {
    if (request.metricAttributionArn() == null) {
      throw ErrorCode.INVALID_INPUT.because("A metricAttributionArn is required.");
    }
    MetricAttribution attribution = attributions.lock(request.metricAttributionArn());
    attribution.requireActive();
    Arn arn = attribution.arn();
    MetricAttributionOutput output = Objects.requireNonNullElse(
        request.metricsOutputConfig(), attribution.metricsOutputConfig());
    reporter.require(output);
    List<String> removed = Objects.requireNonNullElse(request.removeMetrics(), List.of());
    List<Metric> added = new Data(attribution.datasetGroupArn())
        .metrics(Objects.requireNonNullElse(request.addMetrics(), List.of()));
    requireRoom(arn, removed, added);

    table.countAll(arn, resources.now());
    reports.complete(arn, resources.now());
    metrics.remove(arn, removed);
    metrics.add(arn, added);
    attribution.update(output, resources.now());
    resources.changed(arn);
    return new UpdateMetricAttributionResponse(arn);
  }

  private void requireRoom(Arn arn, List<String> removed, List<Metric> added) {
    Set<String> names =
        metrics.of(arn).stream().map(MetricAttribute::metricName).collect(Collectors.toSet());
    for (String name : removed) {
      if (!names.remove(name)) {
        throw ErrorCode.INVALID_INPUT.because(
            "%s has no metric '%s' that could be removed".formatted(arn, name));
      }
    }
    for (Metric metric : added) {
      if (!names.add(metric.told().metricName())) {
        throw ErrorCode.RESOURCE_ALREADY_EXISTS.because(
            "%s has a metric '%s' already: remove it, or give the new one another name"
                .formatted(arn, metric.told().metricName()));
      }
    }
    if (names.size() > MOST_METRICS) {
      throw ErrorCode.INVALID_INPUT.because(
          "A metric attribution can have %d metrics, but would have %d: remove some"
              .formatted(MOST_METRICS, names.size()));
    }
  }

  public record DeleteMetricAttribution(@NotNull Arn metricAttributionArn) {}

  /** Takes an attribution out of use; {@link MetricAttributionDeletion} then deletes it with what was counted. */
  @Transactional
  public void delete(DeleteMetricAttribution request) {
    MetricAttribution attribution = attributions.lock(request.metricAttributionArn());
    attribution.requireSettled();
    resources.retire(attribution);
    jobs.enqueueDeletion(JobType.DELETE_METRIC_ATTRIBUTION, attribution.arn());
  }
}
