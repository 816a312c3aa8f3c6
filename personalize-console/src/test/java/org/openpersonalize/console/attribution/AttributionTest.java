// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.chart.TimeChart.Curve;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.attribution.MetricAttributionService;
import org.openpersonalize.ingest.attribution.MetricAttributionService.CreateMetricAttribution;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.attribution.AttributionTable.Value;
import org.openpersonalize.store.attribution.MetricAttribute;
import org.openpersonalize.store.attribution.RecommendationIds;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;

/** What comes of recommendations, how that begins to be measured, and who says so. */
class AttributionTest extends PageTest {
  private static final String PATH = "/console/groups/shop/measure/attribution";
  private static final Arn CAMPAIGN = Shop.GROUP.sibling(ResourceType.CAMPAIGN, "home");

  @Autowired
  MetricAttributionService attributions;

  @Autowired
  AttributionTable table;

  @Autowired
  EventTable events;

  @Autowired
  RecommendationIds ids;

  private Arn attribute() {
    return attributions
        .create(new CreateMetricAttribution(
            "metrics",
            Shop.GROUP,
            List.of(
                new MetricAttribute("view", "<b>views</b>", "SAMPLECOUNT()"),
                new MetricAttribute("buy", "revenue", "SUM(Interactions.EVENT_VALUE)")),
            new MetricAttributionOutput(null, "arn:aws:iam::000000000000:role/reports")))
        .metricAttributionArn();
  }

  /** Views of an hour ago. */
  private void viewed(int count, @Nullable String answer, @Nullable String source) {
    Instant moment = clock.instant().minus(Duration.ofHours(1));
    List<Event> all = IntStream.range(0, count)
        .mapToObj(n -> new Event(
            UUID.randomUUID().toString(),
            "session",
            "anna",
            "mug",
            "view",
            null,
            moment,
            null,
            answer,
            source,
            null))
        .toList();
    transaction.executeWithoutResult(status -> events.append(shop.datasetNumber(), all, moment));
  }

  private Map<String, String> form(String metric, String expression) {
    return Map.of(
        "_csrf",
        token(),
        "name",
        "metrics",
        "metricName",
        metric,
        "eventType",
        "buy",
        "expression",
        expression);
  }

  @Test
  void a_form_says_what_can_be_added_up_and_makes_a_metric_attribution() {
    shop.open(Shop.GROUP);
    assertThat(page(PATH)).contains("Events need an Interactions dataset");
    shop.dataset(Shop.GROUP, DatasetType.INTERACTIONS, Shop.INTERACTIONS);
    assertThat(page(PATH))
        .contains("SAMPLECOUNT()", "SUM(Interactions.EVENT_VALUE)")
        .doesNotContain("SUM(Interactions.TIMESTAMP)");

    HttpResponse<String> refused = browser.post(PATH, form("money", "SUM(Interactions.COST)"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("no column COST", "value=\"money\"");
    HttpResponse<String> made = browser.post(PATH, form("money", "SUM(Interactions.EVENT_VALUE)"));

    assertThat(made.statusCode()).isEqualTo(303);
    assertThat(page(PATH))
        .contains(">money<", "SUM(Interactions.EVENT_VALUE)", "Nothing was counted in this time.")
        .contains("href=\"" + PATH + "/change\"", "href=\"" + PATH + "/delete\"");
    assertThat(page("/console/groups/shop/measure")).contains("href=\"" + PATH + "\"");
  }

  @Test
  void a_metric_is_drawn_by_source_and_told_in_tables() {
    shop.open();
    Arn arn = attribute();
    viewed(6, ids.next(CAMPAIGN).text(), null);
    viewed(3, null, "<i>newsletter</i>");
    viewed(2, null, null);
    viewed(1, null, "shelf");
    while (table.count(arn, clock.instant())) {
      // until nothing waits
    }

    assertThat(page(PATH))
        .contains("12 in this time, 6 of it after a recommendation.")
        .contains("href=\"/console/go?arn=" + CAMPAIGN + "\"", ">home<", ">50 %<")
        .contains(
            "&lt;i&gt;newsletter&lt;/i&gt;", "&lt;b&gt;views&lt;/b&gt;", "no source", ">shelf<")
        .contains("class=\"line s1\"", "class=\"line base\"", ">other<")
        .doesNotContain("<i>newsletter", "<b>views");
    assertThat(page(PATH + "?range=week")).contains("12 in this time");
    assertThat(page(PATH + "?range=all")).contains("12 in this time");
    assertThat(browser.get(PATH + "?range=century").statusCode()).isEqualTo(400);
    assertThat(page(PATH + "?lang=ko")).contains("출처 없음").doesNotContain("??");
  }

  @Test
  void metrics_are_added_and_removed_and_what_is_wrong_with_one_is_said() {
    shop.open();
    attribute();
    assertThat(page(PATH + "/change")).contains("value=\"revenue\"", "&lt;b&gt;views&lt;/b&gt;");
    assertThat(page(PATH + "/change?lang=ko")).contains("지표 바꾸기").doesNotContain("??");
    page(PATH + "/change?lang=en");

    Map<String, String> taken = new HashMap<>(form("revenue", "SAMPLECOUNT()"));
    HttpResponse<String> refused = browser.post(PATH + "/change", taken);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("has a metric &#39;revenue&#39; already");
    taken.put("removeMetrics", "revenue");
    HttpResponse<String> changed = browser.post(PATH + "/change", taken);

    assertThat(changed.statusCode()).isEqualTo(303);
    assertThat(page(PATH))
        .contains(">revenue<", "SAMPLECOUNT()")
        .doesNotContain("SUM(Interactions.EVENT_VALUE)");
  }

  @Test
  void it_is_deleted_by_who_types_its_name() {
    shop.open();
    attribute();
    assertThat(page(PATH + "/delete")).contains("delete-metric-attribution");
    HttpResponse<String> mistyped =
        browser.post(PATH + "/delete", Map.of("_csrf", token(), "name", "metric"));
    assertThat(mistyped.statusCode()).isEqualTo(422);
    assertThat(mistyped.body()).contains("id=\"name-error\"");

    HttpResponse<String> deleted =
        browser.post(PATH + "/delete", Map.of("_csrf", token(), "name", "metrics"));

    assertThat(deleted.statusCode()).isEqualTo(303);
    assertThat(page(PATH)).contains("DELETE PENDING").doesNotContain(PATH + "/change");
    assertThat(browser.get("/console/groups/shop/measure/attribution/nothing").statusCode())
        .isEqualTo(404);
  }

  @Test
  void what_came_after_the_answers_of_a_recommender_is_its_own() {
    Arn recommender = Shop.GROUP.sibling(ResourceType.RECOMMENDER, "for-you");
    Instant now = Instant.parse("2026-03-01T12:07:00Z");
    List<Value> values = List.of(
        new Value(recommender.toString(), Instant.parse("2026-03-01T12:00:00Z"), 4),
        new Value("newsletter", Instant.parse("2026-03-01T12:00:00Z"), 1));

    MetricView view = new MetricView(
        new MetricAttribute("view", "views", "SAMPLECOUNT()"), values, Range.DAY, now);

    assertThat(view.recommended()).isEqualTo("4");
    assertThat(view.sources())
        .extracting(MetricView.Source::arn)
        .containsExactly(recommender, null);
  }

  @Test
  void three_sources_have_lines_and_all_others_one() {
    Instant now = Instant.parse("2026-03-01T12:07:00Z");
    Instant window = Instant.parse("2026-03-01T12:00:00Z");
    List<Value> values =
        IntStream.range(1, 6).mapToObj(n -> new Value("source-" + n, window, n)).toList();

    MetricView view = new MetricView(
        new MetricAttribute("view", "views", "SAMPLECOUNT()"), values, Range.DAY, now);

    assertThat(view.chart().curves())
        .extracting(Curve::name)
        .containsExactly(
            "attribution.line.1",
            "attribution.line.2",
            "attribution.line.3",
            "attribution.line.others");
    assertThat(view.rows())
        .containsExactly(new MetricView.Row(window, List.of("5", "4", "3", "3")));
    assertThat(view.sources())
        .extracting(MetricView.Source::line)
        .containsExactly(1, 2, 3, null, null);
    assertThat(view.chart().plot().begin())
        .isEqualTo(Instant.parse("2026-02-28T12:15:00Z").getEpochSecond());
  }
}
