// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.attribution.AttributedMetrics.Metric;
import org.openpersonalize.store.attribution.AttributionReports.Line;
import org.openpersonalize.store.attribution.AttributionReports.Report;
import org.openpersonalize.store.attribution.AttributionTable.Value;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.catalog.MetricAttributionRepository;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.interaction.InteractionLoader;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AttributionTableTest {
  private static final Instant WINDOW = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private static final Instant NOW = WINDOW.plusSeconds(600);
  private static final Arn ATTRIBUTION = Shop.GROUP.sibling(ResourceType.METRIC_ATTRIBUTION, "all");
  private static final Arn CAMPAIGN = Shop.GROUP.sibling(ResourceType.CAMPAIGN, "home");

  @Autowired
  AttributionTable table;

  @Autowired
  AttributionReports reports;

  @Autowired
  AttributedMetrics metrics;

  @Autowired
  RecommendationIds ids;

  @Autowired
  MetricAttributionRepository attributions;

  @Autowired
  EventTable events;

  @Autowired
  BulkInteractions imports;

  @Autowired
  RecordTable records;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop.Tables tables;

  private Shop shop;
  private int dataset;

  @BeforeEach
  void open() {
    shop = new Shop(tables);
    shop.open();
    shop.stock("mug", "tea");
    dataset = shop.datasetNumber();
  }

  private void attribute(@Nullable String folder, Metric... wanted) {
    transaction.executeWithoutResult(status -> {
      attributions.create(new MetricAttribution(
          ATTRIBUTION,
          "all",
          Shop.GROUP,
          new MetricAttributionOutput(
              folder == null ? null : new S3DataConfig(folder, null),
              "arn:aws:iam::000000000000:role/reports"),
          NOW));
      table.begin(ATTRIBUTION, dataset);
      metrics.add(ATTRIBUTION, List.of(wanted));
    });
  }

  private static Metric metric(String name, String type, String expression) {
    return new Metric(
        new MetricAttribute(type, name, expression), MetricExpression.parse(expression));
  }

  private void comes(Event... happened) {
    transaction.executeWithoutResult(status -> events.append(dataset, List.of(happened), NOW));
  }

  private static Event event(
      String id,
      String type,
      String item,
      @Nullable Double value,
      Instant sentAt,
      @Nullable String recommendationId,
      @Nullable String source) {
    return new Event(
        id, "session", "anna", item, type, value, sentAt, null, recommendationId, source, null);
  }

  private static Event view(Instant sentAt, @Nullable String source) {
    return event(UUID.randomUUID().toString(), "view", "mug", null, sentAt, null, source);
  }

  private void count(Instant now) {
    while (table.count(ATTRIBUTION, now)) {
      // until nothing waits
    }
  }

  private List<Value> values(String metric) {
    return table.values(ATTRIBUTION, metric, Instant.EPOCH, AttributionTable.WINDOW);
  }

  private List<Line> lines(Report report) {
    List<Line> lines = new ArrayList<>();
    reports.read(report, lines::add);
    return lines;
  }

  @Test
  void events_are_counted_by_the_window_in_which_they_happened_and_by_source() {
    attribute(null, metric("views", "View", "SAMPLECOUNT()"));
    comes(
        view(WINDOW, "shelf"),
        view(WINDOW.plusMillis(899_999), "shelf"),
        view(WINDOW.plusSeconds(900), "shelf"),
        view(WINDOW.minusMillis(1), null),
        event("other", "buy", "mug", null, WINDOW, null, "shelf"));

    count(NOW);

    assertThat(values("views"))
        .containsExactly(
            new Value(AttributionTable.UNDEFINED, WINDOW.minusSeconds(900), 1),
            new Value("shelf", WINDOW, 2),
            new Value("shelf", WINDOW.plusSeconds(900), 1));
    assertThat(table.values(ATTRIBUTION, "views", WINDOW, Duration.ofHours(1)))
        .containsExactly(new Value("shelf", WINDOW, 3));
    assertThat(table.totals())
        .extracting(total -> total.source() + " " + total.value())
        .containsExactly("SOURCE_NAME_UNDEFINED 1.0", "shelf 3.0");
  }

  @Test
  void columns_are_added_up_of_events_and_of_items_as_they_are_known_now() {
    attribute(
        null,
        metric("revenue", "buy", "SUM(Interactions.EVENT_VALUE)"),
        metric("quantity", "buy", "SUM(Interactions.QUANTITY)"),
        metric("weight", "buy", "SUM(Items.WEIGHT)"));
    int items = tables.numbers().of(Shop.GROUP.sibling(ResourceType.DATASET, "shop/ITEMS"));
    transaction.executeWithoutResult(status -> records.put(
        items,
        List.of(
            new DatasetRecord("mug", "{\"WEIGHT\": 0.5}"),
            new DatasetRecord("tea", "{\"WEIGHT\": null}")),
        NOW));
    comes(
        new Event(
            "1", "s", "anna", "mug", "buy", 4.5, WINDOW, null, null, "shelf", "{\"QUANTITY\": 3}"),
        new Event(
            "2",
            "s",
            "anna",
            "tea",
            "buy",
            null,
            WINDOW,
            null,
            null,
            "shelf",
            "{\"QUANTITY\": \"many\"}"),
        event("3", "buy", "mug", 0.25, WINDOW, null, "shelf"),
        event("4", "buy", "unknown", 0.25, WINDOW, null, "shelf"));

    count(NOW);

    assertThat(values("revenue")).containsExactly(new Value("shelf", WINDOW, 5));
    assertThat(values("quantity")).containsExactly(new Value("shelf", WINDOW, 3));
    assertThat(values("weight")).containsExactly(new Value("shelf", WINDOW, 1));
  }

  @Test
  void an_event_that_names_an_answer_is_of_who_gave_it_unless_it_names_its_source() {
    attribute(null, metric("views", "view", "SAMPLECOUNT()"));
    String answer = ids.next(CAMPAIGN).text();
    String ofAnotherNode = new RecommendationIds(jdbc).next(CAMPAIGN).text();
    String altered = answer.substring(0, 39) + (answer.endsWith("0") ? "1" : "0");
    comes(
        event("1", "view", "mug", null, WINDOW, answer, null),
        event("2", "view", "mug", null, WINDOW, ofAnotherNode, null),
        event("3", "view", "mug", null, WINDOW, answer, "shelf"),
        event("4", "view", "mug", null, WINDOW, altered, null),
        event("5", "view", "mug", null, WINDOW, "RID-" + UUID.randomUUID(), null),
        event("6", "view", "mug", null, WINDOW, "anything", null));

    count(NOW);

    assertThat(answer).hasSize(40).isNotEqualTo(ofAnotherNode);
    assertThat(values("views"))
        .containsExactly(
            new Value("SOURCE_NAME_UNDEFINED", WINDOW, 3),
            new Value(CAMPAIGN.toString(), WINDOW, 2),
            new Value("shelf", WINDOW, 1));
  }

  @Test
  void what_came_in_before_is_not_counted_and_what_comes_twice_once() {
    comes(event("before", "view", "mug", null, WINDOW, null, "shelf"));
    attribute(null, metric("views", "view", "SAMPLECOUNT()"));
    comes(event("before", "view", "mug", null, WINDOW, null, "shelf"));
    Event twice = event("twice", "view", "mug", null, WINDOW, null, "shelf");
    comes(twice, twice);
    count(NOW);
    comes(twice);
    count(NOW);

    assertThat(values("views")).containsExactly(new Value("shelf", WINDOW, 1));
    assertThat(table.due(NOW)).isEmpty();
  }

  @Test
  void an_event_that_commits_long_after_a_later_one_is_counted() {
    attribute(null, metric("views", "view", "SAMPLECOUNT()"));
    transaction.executeWithoutResult(late -> {
      events.append(dataset, List.of(view(WINDOW, "late")), NOW);
      inAnotherTransaction(() -> {
        comes(view(WINDOW, "early"));
        count(NOW.plus(Duration.ofHours(1)));
        return true;
      });
    });

    assertThat(values("views")).containsExactly(new Value("early", WINDOW, 1));
    count(NOW.plus(Duration.ofHours(1)));
    assertThat(values("views"))
        .containsExactly(new Value("early", WINDOW, 1), new Value("late", WINDOW, 1));
  }

  private static <T> T inAnotherTransaction(Callable<T> work) {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      return other.submit(work).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      other.shutdown();
    }
  }

  @Test
  void several_nodes_and_one_that_dies_over_it_count_every_event_once() throws Exception {
    attribute("s3://reports/", metric("views", "view", "SAMPLECOUNT()"));
    int nodes = 4;
    int each = 300;
    ExecutorService threads = Executors.newFixedThreadPool(2 * nodes);
    List<Callable<Object>> work = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      String source = "node-" + node;
      work.add(() -> {
        IntStream.range(0, each).forEach(n -> comes(view(WINDOW, source)));
        return source;
      });
      work.add(() -> {
        for (int n = 0; n < 30; n++) {
          transaction.executeWithoutResult(status -> {
            table.count(ATTRIBUTION, NOW);
            status.setRollbackOnly(); // as when the node is killed before it commits
          });
          table.count(ATTRIBUTION, NOW);
        }
        return source;
      });
    }
    for (var done : threads.invokeAll(work)) {
      done.get();
    }
    threads.shutdown();
    count(NOW);

    assertThat(values("views"))
        .isEqualTo(IntStream.range(0, nodes)
            .mapToObj(node -> new Value("node-" + node, WINDOW, each))
            .toList());
    count(NOW.plusSeconds(900));
    assertThat(reports.unpublished())
        .singleElement()
        .satisfies(report -> assertThat(lines(report))
            .extracting(Line::value)
            .containsExactly(300.0, 300.0, 300.0, 300.0));
  }

  @Test
  void a_report_is_complete_when_its_quarter_of_an_hour_is_over_and_no_event_is_in_two() {
    attribute("s3://reports/all", metric("views", "view", "SAMPLECOUNT()"));
    comes(view(WINDOW, "shelf"), view(WINDOW.minusSeconds(1), "shelf"));
    count(NOW);
    assertThat(reports.unpublished()).isEmpty();

    Instant later = WINDOW.plusSeconds(901);
    assertThat(table.due(later)).containsExactly(ATTRIBUTION);
    comes(view(WINDOW, "shelf"));
    count(later);
    count(WINDOW.plusSeconds(1_800));

    List<Report> complete = reports.unpublished();
    assertThat(complete)
        .extracting(Report::destination)
        .containsExactly("s3://reports/all", "s3://reports/all");
    assertThat(complete.get(0).reportedAt()).isEqualTo(later);
    assertThat(complete.get(0).fileName())
        .matches("AggregatedAttributionMetrics - PUT_EVENTS - \\d{8}T\\d{6}\\.\\d{3}Z\\.csv");
    assertThat(lines(complete.get(0)))
        .containsExactly(
            new Line("views", "view", 1, "samplecount", "shelf", WINDOW),
            new Line("views", "view", 1, "samplecount", "shelf", WINDOW.minusSeconds(900)));
    assertThat(lines(complete.get(1)))
        .containsExactly(new Line("views", "view", 1, "samplecount", "shelf", WINDOW));
  }

  @Test
  void a_report_that_is_written_is_written_no_more() {
    attribute("s3://reports/", metric("views", "view", "SAMPLECOUNT()"));
    comes(view(WINDOW, "shelf"));
    count(NOW);
    transaction.executeWithoutResult(status -> reports.complete(ATTRIBUTION, NOW));
    Report report = reports.unpublished().get(0);

    boolean[] held = transaction.execute(status -> {
      boolean first = reports.hold(report);
      boolean second =
          inAnotherTransaction(() -> transaction.execute(inner -> reports.hold(report)));
      reports.published(report, NOW);
      return new boolean[] {first, second};
    });

    assertThat(held).containsExactly(true, false);
    assertThat(reports.unpublished()).isEmpty();
    assertThat(transaction.<Boolean>execute(status -> reports.hold(report))).isFalse();
  }

  @Test
  void an_import_is_in_a_report_if_wanted_and_in_windows_if_it_is_incremental_and_new() {
    attribute("s3://reports/", metric("bought", "buy", "SUM(Interactions.EVENT_VALUE)"));
    Instant old = WINDOW.minus(Duration.ofDays(15));
    load(ImportMode.FULL, true, WINDOW, 1);
    load(ImportMode.INCREMENTAL, true, WINDOW, 2);
    load(ImportMode.INCREMENTAL, false, old, 4);
    load(ImportMode.INCREMENTAL, true, old, 8);

    assertThat(values("bought")).containsExactly(new Value("shelf", WINDOW, 2));
    List<Report> complete = reports.unpublished();
    assertThat(complete)
        .extracting(Report::importMethod)
        .containsExactly("FULL", "INCREMENTAL", "INCREMENTAL");
    assertThat(complete).extracting(Report::fileName).doesNotHaveDuplicates();
    assertThat(complete)
        .flatExtracting(this::lines)
        .containsExactly(
            new Line("bought", "buy", 1, "sum", "shelf", WINDOW),
            new Line("bought", "buy", 2, "sum", "shelf", WINDOW),
            new Line("bought", "buy", 8, "sum", "shelf", old));
  }

  private void load(ImportMode mode, boolean published, Instant time, double value) {
    transaction.executeWithoutResult(status -> {
      try (InteractionLoader loader = imports.begin(dataset, mode)) {
        loader.add("anna", "mug", "buy", value, time.toEpochMilli(), null, null, "shelf", null);
        loader.finish();
      }
      table.countImport(dataset, mode, published, NOW);
    });
  }

  @Test
  void sources_beyond_the_hundredth_count_as_undefined() {
    attribute(null, metric("views", "view", "SAMPLECOUNT()"));
    comes(IntStream.range(0, 103)
        .mapToObj(n -> view(WINDOW, "source-%03d".formatted(n)))
        .toArray(Event[]::new));
    count(NOW);
    comes(view(WINDOW, "source-101"), view(WINDOW, "source-001"));
    count(NOW);

    List<Value> values = values("views");
    assertThat(values)
        .hasSize(101)
        .startsWith(new Value(AttributionTable.UNDEFINED, WINDOW, 4))
        .contains(new Value("source-001", WINDOW, 2), new Value("source-099", WINDOW, 1));
  }

  @Test
  void windows_are_forgotten_and_totals_are_not() {
    attribute(null, metric("views", "view", "SAMPLECOUNT()"));
    comes(view(WINDOW, "shelf"));
    count(NOW);

    table.forget(NOW.plus(AttributionTable.KEPT).plusSeconds(3_600));

    assertThat(values("views")).isEmpty();
    assertThat(table.totals()).hasSize(1);
  }

  @Test
  void with_an_attribution_all_that_it_counted_goes() {
    attribute("s3://reports/", metric("views", "view", "SAMPLECOUNT()"));
    comes(view(WINDOW, "shelf"));
    count(NOW);
    comes(view(WINDOW, "shelf"));

    transaction.executeWithoutResult(status -> attributions.delete(attributions.get(ATTRIBUTION)));
    table.forget(NOW);

    assertThat(table.totals()).isEmpty();
    assertThat(reports.unpublished()).isEmpty();
    assertThat(jdbc.sql("SELECT count(*) FROM unattributed_event")
            .query(Long.class)
            .single())
        .isZero();
    comes(view(WINDOW, "shelf"));
    assertThat(jdbc.sql("SELECT count(*) FROM unattributed_event")
            .query(Long.class)
            .single())
        .isZero();
  }
}
