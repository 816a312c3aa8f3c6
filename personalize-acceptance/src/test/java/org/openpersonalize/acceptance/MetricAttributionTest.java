// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import software.amazon.awssdk.services.personalize.model.MetricAttribute;
import software.amazon.awssdk.services.personalize.model.MetricAttribution;
import software.amazon.awssdk.services.personalize.model.ResourceInUseException;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What comes of recommendations in a real shop: its last purchases, as if they had just happened, some after a recommendation and
 * some after a newsletter, are added up by hand and by a service of two gateways that is killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricAttributionTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String ROLE = "arn:aws:iam::000000000000:role/reports";
  private static final String NEWSLETTER = "newsletter";
  private static final String UNDEFINED = "SOURCE_NAME_UNDEFINED";
  private static final int EVENTS = 600;
  private static final int A_REQUEST = 10;
  private static final int IMPORTED = 3_000;
  private static final Pattern TOTAL =
      Pattern.compile(".*[{,]metric=\"([^\"]+)\".*[{,]source=\"([^\"]+)\".*} (\\S+)");

  private final Map<String, Double> prices = new HashMap<>();
  private final List<String[]> purchases = new ArrayList<>();
  private ServiceProcess service;
  private Shop shop;
  private String interactions;
  private String items;
  private String campaign;
  private String tracker;
  private String attribution;

  /** What is to come out, by metric and source. */
  private final Map<String, Map<String, Double>> expected = new TreeMap<>();

  @BeforeAll
  void a_shop_recommends_and_measures() throws IOException, InterruptedException {
    service = ServiceProcess.startQuickly();
    shop = new Shop(service, "attribution");
    interactions = shop.createDataset("Interactions", """
        {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
         "fields": [
           {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
           {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
           {"name": "EVENT_VALUE", "type": ["null", "float"]}, {"name": "QUANTITY", "type": ["null", "int"]},
           {"name": "RECOMMENDATION_ID", "type": ["null", "string"]},
           {"name": "EVENT_ATTRIBUTION_SOURCE", "type": ["null", "string"]}]}
        """);
    items = shop.createDataset("Items", DATA.schema("items"));
    shop.importFile(
        items, "attribution-items", ImportMode.FULL, shop.upload("items.csv", DATA.lines("items")));
    DATA.lines("items").stream()
        .skip(1)
        .map(line -> line.split(","))
        .filter(cells -> !cells[cells.length - 2].isEmpty())
        .forEach(cells -> prices.put(cells[0], Double.parseDouble(cells[cells.length - 2])));
    DATA.lines("interactions").stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(purchases::add);
    shop.importFile(
        interactions,
        "attribution-past",
        ImportMode.FULL,
        shop.upload("past.csv", lines(purchases.subList(0, 20_000), cells -> cells[2], n -> ",")));
    String version = shop.createVersion(shop.createSolution("attribution", "aws-popularity-count"));
    shop.awaitVersion(version);
    campaign = shop.deploy("attribution", version);
    tracker = shop.createTracker();
  }

  @AfterAll
  void close() throws IOException {
    service.close();
  }

  private interface Time {
    String of(String[] cells);
  }

  private interface Source {
    /** The last two cells of a line, the id of an answer and a source. */
    String of(int line);
  }

  private static List<String> lines(List<String[]> rows, Time time, Source source) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,QUANTITY,RECOMMENDATION_ID,EVENT_ATTRIBUTION_SOURCE");
    for (String[] cells : rows) {
      lines.add("%s,%s,%s,%s,%s,%s,%s"
          .formatted(
              cells[0],
              cells[1],
              time.of(cells),
              cells[3],
              cells[4],
              cells[5],
              source.of(lines.size() - 1)));
    }
    return lines;
  }

  private static MetricAttribute metric(String name, String expression) {
    return MetricAttribute.builder()
        .metricName(name)
        .eventType("Purchase")
        .expression(expression)
        .build();
  }

  private MetricAttribution described() {
    return shop.personalize
        .describeMetricAttribution(request -> request.metricAttributionArn(attribution))
        .metricAttribution();
  }

  private void expect(String[] cells, String source, Map<String, Map<String, Double>> sums) {
    add(sums, "purchases", source, 1);
    add(sums, "revenue", source, Double.parseDouble(cells[4]));
    add(sums, "quantity", source, Double.parseDouble(cells[5]));
    add(sums, "prices", source, prices.getOrDefault(cells[1], 0.0));
  }

  private static void add(
      Map<String, Map<String, Double>> sums, String metric, String source, double value) {
    sums.computeIfAbsent(metric, any -> new TreeMap<>()).merge(source, value, Double::sum);
  }

  /** What the metrics' page of a node says. */
  private static Map<String, Map<String, Double>> totals(ServiceProcess node) {
    Map<String, Map<String, Double>> totals = new TreeMap<>();
    try {
      for (String line : node.metrics("personalize_attribution_value{")) {
        Matcher parts = TOTAL.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        add(totals, parts.group(1), parts.group(2), Double.parseDouble(parts.group(3)));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return totals;
  }

  private static boolean areEqual(
      Map<String, Map<String, Double>> sums, Map<String, Map<String, Double>> others) {
    return sums.keySet().equals(others.keySet())
        && sums.keySet().stream().allMatch(metric -> {
          Map<String, Double> ours = sums.get(metric);
          Map<String, Double> theirs = others.get(metric);
          return ours.keySet().equals(theirs.keySet())
              && ours.keySet().stream()
                  .allMatch(source -> Math.abs(ours.get(source) - theirs.get(source)) < 1e-3);
        });
  }

  @Test
  @Order(1)
  void a_metric_attribution_is_described_as_it_was_made() {
    assertThatThrownBy(() -> create(metric("revenue", "SUM(Interactions.INVOICE)")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("INVOICE");
    attribution = create(
        metric("purchases", "SAMPLECOUNT()"),
        metric("revenue", "SUM(Interactions.EVENT_VALUE)"),
        metric("quantity", "SUM(Interactions.QUANTITY)"));
    shop.personalize.updateMetricAttribution(request ->
        request.metricAttributionArn(attribution).addMetrics(metric("prices", "SUM(Items.PRICE)")));

    assertThat(attribution).endsWith(":metric-attribution/attribution");
    assertThat(described().status()).isEqualTo("ACTIVE");
    assertThat(described().datasetGroupArn()).isEqualTo(shop.groupArn());
    assertThat(described().metricsOutputConfig().roleArn()).isEqualTo(ROLE);
    assertThat(described().metricsOutputConfig().s3DataDestination().path())
        .isEqualTo("s3://personalize/attribution/reports/");
    assertThat(shop.personalize
            .listMetricAttributionsPaginator(list -> list.datasetGroupArn(shop.groupArn()))
            .metricAttributions())
        .extracting(each -> each.metricAttributionArn())
        .containsExactly(attribution);
    assertThat(shop.personalize
            .listMetricAttributionMetricsPaginator(
                list -> list.metricAttributionArn(attribution).maxResults(3))
            .metrics())
        .extracting(MetricAttribute::metricName)
        .containsExactly("purchases", "revenue", "quantity", "prices");
  }

  private String create(MetricAttribute... metrics) {
    return shop.personalize
        .createMetricAttribution(request -> request
            .name("attribution")
            .datasetGroupArn(shop.groupArn())
            .metrics(metrics)
            .metricsOutputConfig(output -> output
                .roleArn(ROLE)
                .s3DataDestination(to -> to.path("s3://personalize/attribution/reports/"))))
        .metricAttributionArn();
  }

  @Test
  @Order(2)
  void every_event_counts_once_for_who_recommended_on_two_gateways_and_after_a_kill()
      throws IOException, InterruptedException {
    List<String[]> last = purchases.subList(purchases.size() - EVENTS, purchases.size());
    List<List<Event>> requests = new ArrayList<>();
    for (int from = 0; from < EVENTS; from += A_REQUEST) {
      String answer = shop.recommend(campaign, last.get(from)[0]).recommendationId();
      List<Event> request = new ArrayList<>();
      for (int n = from; n < from + A_REQUEST; n++) {
        request.add(event(last.get(n), n, answer));
      }
      requests.add(request);
    }
    expectEvents(last, 0, EVENTS / 2);
    try (ServiceProcess other = service.startGatewayBeside()) {
      PersonalizeEventsClient there = other.events();
      for (int n = 0; n < requests.size() / 2; n++) {
        put(n % 2 == 0 ? shop.events : there, requests.get(n), n);
      }
      put(there, requests.get(0), 0); // again, as after an answer that was lost
      Shop.eventually(
          "both gateways to tell the same",
          () -> areEqual(totals(other), expected) && areEqual(totals(service), expected));
    }
    expectEvents(last, EVENTS / 2, EVENTS);
    for (int n = requests.size() / 2; n < requests.size(); n++) {
      put(shop.events, requests.get(n), n);
    }
    service.kill();
    service.startAgain();
    put(shop.events, requests.get(1), 1);

    Shop.eventually("all events to be counted", () -> areEqual(totals(service), expected));
    System.out.printf(
        "Acceptance: %d purchases of Online Retail as events: %s%n", EVENTS, totals(service));
    assertThat(expected.get("purchases"))
        .containsEntry(campaign, EVENTS / 3.0)
        .containsEntry(NEWSLETTER, EVENTS / 3.0)
        .containsEntry(UNDEFINED, EVENTS / 3.0);
  }

  private void expectEvents(List<String[]> rows, int from, int to) {
    for (int n = from; n < to; n++) {
      expect(rows.get(n), List.of(campaign, NEWSLETTER, UNDEFINED).get(n % 3), expected);
    }
  }

  private Event event(String[] cells, int n, String answer) {
    Event.Builder event = Event.builder()
        .eventId("attribution-" + n)
        .eventType(cells[3])
        .itemId(cells[1])
        .eventValue(Float.parseFloat(cells[4]))
        .properties("{\"quantity\": %s}".formatted(cells[5]))
        .sentAt(Instant.now());
    switch (n % 3) {
      case 0 -> event.recommendationId(answer);
      case 1 ->
        event
            .recommendationId(answer)
            .metricAttribution(source -> source.eventAttributionSource(NEWSLETTER));
      default -> {}
    }
    return event.build();
  }

  private void put(PersonalizeEventsClient node, List<Event> events, int visit) {
    node.putEvents(request -> request
        .trackingId(tracker)
        .userId("user-" + visit)
        .sessionId("visit-" + visit)
        .eventList(events));
  }

  @Test
  @Order(3)
  void an_import_that_asks_for_it_is_reported_in_the_originals_form() {
    long now = Instant.now().getEpochSecond();
    String answer = shop.recommend(campaign, "17850").recommendationId();
    List<String[]> rows = purchases.subList(20_000, 20_000 + IMPORTED);
    Map<String, Map<String, Double>> sums = new TreeMap<>();
    for (int n = 0; n < IMPORTED; n++) {
      expect(rows.get(n), n % 2 == 0 ? campaign : NEWSLETTER, sums);
      expect(rows.get(n), n % 2 == 0 ? campaign : NEWSLETTER, expected);
    }
    // a minute apart, so that no two of them are the same
    String location = shop.upload(
        "import.csv",
        lines(
            numbered(rows),
            cells -> Long.toString(now - 60L * Long.parseLong(cells[cells.length - 1])),
            n -> n % 2 == 0 ? answer + "," : "," + NEWSLETTER));

    String job = shop.personalize
        .createDatasetImportJob(request -> request
            .jobName("attribution-import")
            .datasetArn(interactions)
            .importMode(ImportMode.INCREMENTAL)
            .publishAttributionMetricsToS3(true)
            .dataSource(source -> source.dataLocation(location))
            .roleArn(ROLE))
        .datasetImportJobArn();

    Shop.eventually("a report of an import", () -> !reports("INCREMENTAL").isEmpty());
    assertThat(shop.personalize
            .describeDatasetImportJob(request -> request.datasetImportJobArn(job))
            .datasetImportJob())
        .satisfies(each -> {
          assertThat(each.publishAttributionMetricsToS3()).isTrue();
          assertThat(each.status()).isEqualTo("ACTIVE");
        });
    List<String> report = reports("INCREMENTAL");
    assertThat(report.get(0))
        .isEqualTo("METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP");
    Map<String, Map<String, Double>> reported = new TreeMap<>();
    Map<Long, Double> windows = new TreeMap<>();
    for (String line : report.subList(1, report.size())) {
      String[] cells = line.split(",");
      assertThat(cells[1]).isEqualTo("Purchase");
      assertThat(cells[2]).matches("\\d+\\.\\d+");
      assertThat(cells[3]).isEqualTo(cells[0].equals("purchases") ? "samplecount" : "sum");
      add(reported, cells[0], cells[4], Double.parseDouble(cells[2]));
      if (cells[0].equals("purchases")) {
        windows.merge(Long.parseLong(cells[5]), Double.parseDouble(cells[2]), Double::sum);
      }
    }
    assertThat(areEqual(reported, sums)).as("%s for %s", reported, sums).isTrue();
    assertThat(windows.keySet()).allMatch(window -> window % 900 == 0);
    assertThat(windows.values().stream().skip(1).limit(windows.size() - 2))
        .as("a purchase each minute")
        .allMatch(purchasesInWindow -> purchasesInWindow == 15);
    Shop.eventually("the import to count", () -> areEqual(totals(service), expected));
  }

  private static List<String[]> numbered(List<String[]> rows) {
    List<String[]> numbered = new ArrayList<>();
    for (String[] row : rows) {
      String[] cells = Arrays.copyOf(row, row.length + 1);
      cells[row.length] = Integer.toString(numbered.size());
      numbered.add(cells);
    }
    return numbered;
  }

  /** The lines of the reports of a method; one that is being written has another name. */
  private List<String> reports(String method) {
    List<String> lines = new ArrayList<>();
    for (S3Object report : shop.s3
        .listObjectsV2(list -> list.bucket(Shop.BUCKET).prefix("attribution/reports/"))
        .contents()) {
      if (report.key().contains("/AggregatedAttributionMetrics - " + method + " - ")
          && report.key().endsWith(".csv")) {
        shop.s3
            .getObjectAsBytes(object -> object.bucket(Shop.BUCKET).key(report.key()))
            .asString(StandardCharsets.UTF_8)
            .lines()
            .forEach(lines::add);
      }
    }
    return lines;
  }

  @Test
  @Order(4)
  void a_deletion_leaves_the_reports_of_all_events_and_lets_the_datasets_go() {
    assertThatThrownBy(() -> shop.personalize.deleteDataset(request -> request.datasetArn(items)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("metric attribution");
    shop.personalize.updateMetricAttribution(
        request -> request.metricAttributionArn(attribution).removeMetrics("prices", "quantity"));

    shop.personalize.deleteMetricAttribution(request -> request.metricAttributionArn(attribution));
    Shop.awaitGone(this::described);

    double purchasesOfEvents = reports("PUT_EVENTS").stream()
        .filter(line -> line.startsWith("purchases,"))
        .mapToDouble(line -> Double.parseDouble(line.split(",")[2]))
        .sum();
    assertThat(purchasesOfEvents).isCloseTo(EVENTS, within(1e-9));
    Shop.eventually("no totals of what is gone", () -> totals(service).isEmpty());
    shop.personalize.deleteCampaign(request -> request.campaignArn(campaign));
    Shop.awaitGone(() -> shop.campaign(campaign));
    shop.personalize.deleteDataset(request -> request.datasetArn(items));
  }
}
