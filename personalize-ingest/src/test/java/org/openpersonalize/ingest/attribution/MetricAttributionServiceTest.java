// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;
import static org.openpersonalize.ingest.testing.Shop.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.wire.LooseNumber;
import org.openpersonalize.ingest.attribution.MetricAttributionService.CreateMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DeleteMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DescribeMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributionMetrics;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributionMetricsResponse;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributions;
import org.openpersonalize.ingest.attribution.MetricAttributionService.MetricAttributionSummary;
import org.openpersonalize.ingest.attribution.MetricAttributionService.UpdateMetricAttribution;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DeleteDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.DeleteEventTracker;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.MetricAttribution;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.attribution.MetricAttribute;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Metric attributions from their making to their deletion, and what they write meanwhile. */
@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricAttributionServiceTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/reports";

  /** What a deletion waits. */
  private static final Duration NOTICE = Duration.ofSeconds(2);

  private static final String ITEMS = Shop.schema("Items", """
      {"name":"ITEM_ID","type":"string"},
      {"name":"PRICE","type":"float"}""");
  private static final String HEADER =
      "METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP";

  @Autowired
  MetricAttributionService attributions;

  @Autowired
  AttributionTable table;

  @Autowired
  DatasetGroupService groups;

  @Autowired
  DatasetService datasets;

  @Autowired
  EventTrackerService trackers;

  @Autowired
  EventService events;

  @Autowired
  DatasetImportService imports;

  @Autowired
  ObjectStore objects;

  @Autowired
  MeterRegistry meters;

  @Autowired
  SettableClock clock;

  @Autowired
  Shop shop;

  private Arn group;
  private Arn interactions;
  private EventTrackerService.CreateEventTrackerResponse tracker;
  private String folder;

  @BeforeEach
  void openShop() throws IOException {
    group = shop.group();
    interactions = shop.dataset(group, "Interactions", Shop.INTERACTIONS);
    tracker = shop.tracker(group);
    folder = Shop.unused("reports");
    objects.createBucket(Shop.BUCKET);
  }

  private static MetricAttribute metric(String name, String type, String expression) {
    return new MetricAttribute(type, name, expression);
  }

  private MetricAttributionOutput output() {
    return new MetricAttributionOutput(
        new S3DataConfig("s3://%s/%s".formatted(Shop.BUCKET, folder), null), ROLE);
  }

  private Arn attribute(@Nullable MetricAttributionOutput output, MetricAttribute... metrics) {
    return attributions
        .create(new CreateMetricAttribution(
            Shop.unused("attribution"),
            group,
            List.of(metrics),
            output == null ? new MetricAttributionOutput(null, ROLE) : output))
        .metricAttributionArn();
  }

  private void happens(String type, @Nullable Double value, @Nullable String source) {
    EventInput event = new EventInput(
        UUID.randomUUID().toString(),
        type,
        value == null ? null : new LooseNumber(value.toString()),
        "mug",
        null,
        clock.instant(),
        null,
        null,
        source == null ? null : new MetricAttribution(source));
    events.put(new PutEvents(tracker.trackingId(), "anna", "session", List.of(event)));
  }

  private List<String> metrics(Arn attribution) {
    return attributions
        .listMetrics(new ListMetricAttributionMetrics(attribution, null, null))
        .metrics()
        .stream()
        .map(metric -> metric.metricName() + " " + metric.expression())
        .toList();
  }

  private double total(Arn attribution, String metric) {
    return table.totals().stream()
        .filter(total ->
            total.attribution().equals(attribution) && total.metricName().equals(metric))
        .mapToDouble(AttributionTable.Total::value)
        .sum();
  }

  /** The lines of all reports, the oldest first, without the times at their ends; one that is being written has another name. */
  private List<String> reported() throws IOException {
    List<String> lines = new ArrayList<>();
    List<ObjectEntry> reports = objects.list(Shop.BUCKET, folder + "/").stream()
        .filter(object -> object.key().endsWith(".csv"))
        .toList();
    for (ObjectEntry report : reports) {
      List<String> of;
      try (InputStream file = objects.open(Shop.BUCKET, report.key())) {
        of = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      }
      assertThat(of.get(0)).isEqualTo(HEADER);
      String method = report.key().split(" - ")[1];
      of.stream()
          .skip(1)
          .forEach(line -> lines.add(method + ": " + line.replaceFirst(",\\d+$", "")));
    }
    return lines;
  }

  @Test
  void one_is_active_at_once_and_described_and_listed_as_it_was_asked_for() {
    Arn arn = attribute(
        output(),
        metric("views", "view", "SAMPLECOUNT()"),
        metric("revenue", "buy", "SUM(Interactions.EVENT_VALUE)"));

    var described = attributions.describe(new DescribeMetricAttribution(arn)).metricAttribution();
    assertThat(described.status()).isEqualTo(Status.ACTIVE);
    assertThat(described.datasetGroupArn()).isEqualTo(group);
    assertThat(described.metricsOutputConfig()).isEqualTo(output());
    assertThat(
            attributions.list(new ListMetricAttributions(group, null, null)).metricAttributions())
        .extracting(MetricAttributionSummary::metricAttributionArn)
        .containsExactly(arn);
    assertThat(metrics(arn))
        .containsExactly("views SAMPLECOUNT()", "revenue SUM(Interactions.EVENT_VALUE)");
    ListMetricAttributionMetricsResponse first =
        attributions.listMetrics(new ListMetricAttributionMetrics(arn, null, 1));
    ListMetricAttributionMetricsResponse second =
        attributions.listMetrics(new ListMetricAttributionMetrics(arn, first.nextToken(), 1));
    assertThat(first.metrics()).extracting(MetricAttribute::metricName).containsExactly("views");
    assertThat(second.metrics()).extracting(MetricAttribute::metricName).containsExactly("revenue");
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void a_metric_needs_a_column_of_numbers_and_items_if_it_is_of_items() {
    refused("no column COST", metric("m", "buy", "SUM(Interactions.COST)"));
    refused("holds no numbers", metric("m", "buy", "SUM(Interactions.DEVICE)"));
    refused("must be SAMPLECOUNT()", metric("m", "buy", "AVG(Items.PRICE)"));
    refused("no Items dataset", metric("m", "buy", "SUM(Items.PRICE)"));
    shop.dataset(group, "Items", ITEMS);
    refused("has no items yet", metric("m", "buy", "SUM(Items.PRICE)"));
    refused(
        "Two metrics are called 'm'",
        metric("m", "buy", "SAMPLECOUNT()"),
        metric("m", "view", "SAMPLECOUNT()"));
    refused("needs a metricName", metric(" ", "buy", "SAMPLECOUNT()"));
    assertRefused(
            ErrorCode.INVALID_INPUT,
            () -> attribute(
                new MetricAttributionOutput(
                    new S3DataConfig("s3://personalize-models/reports", null), ROLE),
                metric("m", "buy", "SAMPLECOUNT()")))
        .hasMessageContaining("holds models");
  }

  private void refused(String sentence, MetricAttribute... metrics) {
    assertRefused(ErrorCode.INVALID_INPUT, () -> attribute(null, metrics))
        .hasMessageContaining(sentence);
  }

  @Test
  void a_group_needs_events_with_types_and_has_one_attribution() {
    Arn arn = attribute(null, metric("m", "buy", "SAMPLECOUNT()"));

    assertRefused(
            ErrorCode.LIMIT_EXCEEDED, () -> attribute(null, metric("m", "buy", "SAMPLECOUNT()")))
        .hasMessageContaining("1 metric attribution");
    assertRefused(
            ErrorCode.RESOURCE_ALREADY_EXISTS,
            () -> attributions.create(new CreateMetricAttribution(
                arn.id(), group, List.of(), new MetricAttributionOutput(null, ROLE))))
        .hasMessageContaining(arn.toString());
    group = shop.group();
    refused("has no Interactions dataset", metric("m", "buy", "SAMPLECOUNT()"));
    shop.dataset(group, "Interactions", Shop.schema("Interactions", """
        {"name":"USER_ID","type":"string"},
        {"name":"ITEM_ID","type":"string"},
        {"name":"TIMESTAMP","type":"long"}"""));
    refused("no column EVENT_TYPE", metric("m", "buy", "SAMPLECOUNT()"));
  }

  @Test
  void an_event_is_in_one_report_of_a_quarter_of_an_hour_and_in_the_total_of_all_nodes()
      throws IOException {
    Arn arn = attribute(
        output(),
        metric("views", "view", "SAMPLECOUNT()"),
        metric("revenue", "buy", "SUM(Interactions.EVENT_VALUE)"));
    happens("view", null, "a \"shelf\", below");
    happens("view", null, null);
    happens("buy", 12_500_000.5, null);
    await(() -> total(arn, "revenue") > 0 ? true : null);
    clock.advance(Duration.ofMinutes(15));
    await(() -> reported().size() == 3 ? true : null);
    happens("view", null, null);
    await(() -> total(arn, "views") == 3 ? true : null);
    clock.advance(Duration.ofMinutes(15));
    await(() -> reported().size() == 4 ? true : null);

    assertThat(reported())
        .containsExactlyInAnyOrder(
            "PUT_EVENTS: views,view,1.0,samplecount,SOURCE_NAME_UNDEFINED",
            "PUT_EVENTS: views,view,1.0,samplecount,\"a \"\"shelf\"\", below\"",
            "PUT_EVENTS: revenue,buy,12500000.5,sum,SOURCE_NAME_UNDEFINED",
            "PUT_EVENTS: views,view,1.0,samplecount,SOURCE_NAME_UNDEFINED");
    Gauge gauge = await(() -> {
      Gauge found = meters
          .find("personalize.attribution.value")
          .tags("metric.attribution", arn.id(), "metric", "views")
          .tags("source", AttributionTable.UNDEFINED, "function", "samplecount")
          .gauge();
      return found != null && found.value() == 2 ? found : null; // of three, one names a source
    });
    assertThat(gauge.value()).isEqualTo(2);
  }

  @Test
  void a_report_that_cannot_be_written_is_written_as_soon_as_it_can_be() throws IOException {
    String bucket = Shop.unused("later");
    Arn arn = attribute(
        new MetricAttributionOutput(new S3DataConfig("s3://%s/".formatted(bucket), null), ROLE),
        metric("views", "view", "SAMPLECOUNT()"));
    happens("view", null, null);
    await(() -> total(arn, "views") == 1 ? true : null);
    clock.advance(Duration.ofMinutes(15));
    double before = failures();
    await(() -> failures() > before ? true : null);

    objects.createBucket(bucket);

    assertThat(await(() -> {
          List<ObjectEntry> written = objects.list(bucket, "");
          return written.isEmpty() ? null : written;
        }))
        .hasSize(1);
  }

  private double failures() {
    return meters
        .counter("personalize.attribution.reports", "outcome", "failed")
        .count();
  }

  @Test
  void an_update_takes_effect_for_what_comes_later() throws IOException {
    Arn arn = attribute(output(), metric("views", "view", "SAMPLECOUNT()"));
    happens("view", null, null);

    attributions.update(new UpdateMetricAttribution(
        List.of(metric("again", "view", "SAMPLECOUNT()")), null, null, arn));
    happens("view", null, null);
    attributions.update(new UpdateMetricAttribution(
        List.of(metric("again", "view", "SUM(Interactions.EVENT_VALUE)")),
        List.of("again"),
        new MetricAttributionOutput(null, ROLE),
        arn));
    happens("view", 0.5, null);
    await(() -> total(arn, "views") == 3 ? true : null);

    assertThat(total(arn, "again")).isEqualTo(0.5);
    assertThat(metrics(arn))
        .containsExactly("views SAMPLECOUNT()", "again SUM(Interactions.EVENT_VALUE)");
    assertThat(attributions
            .describe(new DescribeMetricAttribution(arn))
            .metricAttribution()
            .metricsOutputConfig()
            .s3DataDestination())
        .isNull();
    await(() -> reported().size() == 2 ? true : null);
    assertThat(reported())
        .as("what was counted for a metric goes with it")
        .containsExactly(
            "PUT_EVENTS: views,view,1.0,samplecount,SOURCE_NAME_UNDEFINED",
            "PUT_EVENTS: views,view,1.0,samplecount,SOURCE_NAME_UNDEFINED");
  }

  @Test
  void an_update_names_metrics_that_are_there_or_not_and_makes_no_more_than_ten() {
    Arn arn = attribute(null, metric("views", "view", "SAMPLECOUNT()"));
    List<MetricAttribute> ten = IntStream.range(0, 10)
        .mapToObj(n -> metric("metric-" + n, "view", "SAMPLECOUNT()"))
        .collect(Collectors.toList());

    assertRefused(
            ErrorCode.INVALID_INPUT,
            () ->
                attributions.update(new UpdateMetricAttribution(null, List.of("sales"), null, arn)))
        .hasMessageContaining("no metric 'sales'");
    assertRefused(
            ErrorCode.RESOURCE_ALREADY_EXISTS,
            () -> attributions.update(new UpdateMetricAttribution(
                List.of(metric("views", "buy", "SAMPLECOUNT()")), null, null, arn)))
        .hasMessageContaining("'views' already");
    assertRefused(
            ErrorCode.INVALID_INPUT,
            () -> attributions.update(new UpdateMetricAttribution(ten, null, null, arn)))
        .hasMessageContaining("would have 11");
    assertRefused(
            ErrorCode.INVALID_INPUT,
            () -> attributions.update(new UpdateMetricAttribution(null, null, null, null)))
        .hasMessageContaining("metricAttributionArn is required");
    attributions.update(new UpdateMetricAttribution(ten, List.of("views"), null, arn));
    assertThat(metrics(arn)).hasSize(10);
  }

  @Test
  void a_deletion_writes_what_is_counted_and_frees_the_group() throws IOException {
    Arn arn = attribute(output(), metric("views", "view", "SAMPLECOUNT()"));
    happens("view", null, null);
    assertRefused(ErrorCode.RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(group)))
        .hasMessageContaining("event tracker");
    trackers.delete(new DeleteEventTracker(tracker.eventTrackerArn()));
    clock.advance(NOTICE);
    await(() -> trackers
            .list(new EventTrackerService.ListEventTrackers(group, null, null))
            .eventTrackers()
            .isEmpty()
        ? true
        : null);
    assertRefused(ErrorCode.RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(group)))
        .hasMessageContaining("metric attribution");
    assertRefused(ErrorCode.RESOURCE_IN_USE, () -> datasets.delete(new DeleteDataset(interactions)))
        .hasMessageContaining("metric attribution");

    attributions.delete(new DeleteMetricAttribution(arn));
    assertRefused(
        ErrorCode.RESOURCE_IN_USE, () -> attributions.delete(new DeleteMetricAttribution(arn)));
    clock.advance(NOTICE);
    await(() -> {
      try {
        attributions.describe(new DescribeMetricAttribution(arn));
        return null;
      } catch (PersonalizeException gone) {
        return gone.code();
      }
    });

    assertThat(reported())
        .containsExactly("PUT_EVENTS: views,view,1.0,samplecount,SOURCE_NAME_UNDEFINED");
    assertThat(metrics(arn)).isEmpty();
    datasets.delete(new DeleteDataset(interactions));
  }

  @Test
  void items_that_a_metric_adds_up_cannot_be_deleted() {
    Arn items = shop.dataset(group, "Items", ITEMS);
    shop.importData(
        items, ImportMode.FULL, shop.upload(folder + "/items.csv", "ITEM_ID,PRICE\nmug,4.5\n"));
    Arn arn = attribute(null, metric("prices", "buy", "SUM(Items.PRICE)"));
    happens("buy", null, "shelf");

    assertRefused(ErrorCode.RESOURCE_IN_USE, () -> datasets.delete(new DeleteDataset(items)))
        .hasMessageContaining("metric attribution");
    await(() -> total(arn, "prices") == 4.5 ? true : null);
    attributions.update(new UpdateMetricAttribution(null, List.of("prices"), null, arn));
    datasets.delete(new DeleteDataset(items));
  }

  @Test
  void an_import_is_reported_if_it_asks_for_it() throws IOException {
    String file = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,NUM_RATINGS,DEVICE\n"
        + IntStream.range(0, 1_000)
            .mapToObj(n ->
                "user-%d,mug,%d,buy,2,,\n".formatted(n, Instant.now().getEpochSecond() - n % 2))
            .collect(Collectors.joining());
    String location = shop.upload(folder + "-input/buys.csv", file);
    CreateDatasetImportJob job = new CreateDatasetImportJob(
        Shop.unused("import"),
        interactions,
        new DataSource(location),
        null,
        ImportMode.FULL,
        true,
        null);
    assertRefused(ErrorCode.INVALID_INPUT, () -> imports.create(job))
        .hasMessageContaining("no metric attribution");
    Arn arn = attribute(output(), metric("revenue", "buy", "SUM(Interactions.EVENT_VALUE)"));

    Arn jobArn = imports.create(job).datasetImportJobArn();

    await(() -> reported().isEmpty() ? null : true);
    assertThat(reported())
        .allMatch(line -> line.startsWith("FULL: revenue,buy,"))
        .satisfies(lines -> assertThat(lines.stream()
                .mapToDouble(line -> Double.parseDouble(line.split(",")[2]))
                .sum())
            .isEqualTo(2_000));
    assertThat(total(arn, "revenue")).as("a full import is no news").isZero();
    assertThat(imports
            .describe(new DescribeDatasetImportJob(jobArn))
            .datasetImportJob()
            .isPublished())
        .isTrue();
    Arn items = shop.dataset(group, "Items", ITEMS);
    assertRefused(
            ErrorCode.INVALID_INPUT,
            () -> imports.create(new CreateDatasetImportJob(
                "items", items, new DataSource(location), null, ImportMode.FULL, true, null)))
        .hasMessageContaining("of interactions");
  }
}
