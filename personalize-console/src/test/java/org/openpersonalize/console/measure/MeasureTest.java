// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Market;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.traffic.TrafficRecorder;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.traffic.DeploymentTraffic;
import org.openpersonalize.store.traffic.Latencies;
import org.openpersonalize.store.traffic.Step;
import org.openpersonalize.store.traffic.Traffic;
import org.openpersonalize.store.traffic.TrafficTable;
import org.springframework.beans.factory.annotation.Autowired;

/** Whether events arrive, whether it is fast, and who says so. */
class MeasureTest extends PageTest {
  private static final String GROUP = "/console/groups/shop";
  private static final String MEASURE = GROUP + "/measure";
  private static final long MILLI = 1_000_000;

  @Autowired
  Market market;

  @Autowired
  EventTable events;

  @Autowired
  TrafficTable table;

  @Autowired
  TrafficRecorder recorder;

  @BeforeEach
  void open() {
    market.open();
  }

  private Arn campaign() {
    market.sell();
    return market.live(market.trained("aws-popularity-count"));
  }

  /** Events of a type that come in at a moment. */
  private void come(String type, int count, Instant moment) {
    List<Event> all = IntStream.range(0, count)
        .mapToObj(n -> new Event(
            UUID.randomUUID().toString(),
            "session",
            "anna",
            "mug",
            type,
            null,
            moment,
            null,
            null,
            null,
            null))
        .toList();
    transaction.executeWithoutResult(status -> events.append(market.datasetNumber(), all, moment));
  }

  /** Answers of an hour ago. */
  private void asked(Arn campaign, Traffic traffic) {
    Instant moment = clock.instant().minus(Duration.ofHours(1));
    for (Step step : Step.values()) {
      table.write(List.of(
          new DeploymentTraffic(campaign, "gateway", step, step.begin(moment), traffic, moment)));
    }
  }

  private static Traffic answers(int count, long millis) {
    return new Traffic(Latencies.of(LongStream.generate(() -> millis * MILLI).limit(count)), 3, 1);
  }

  @Test
  void where_nothing_is_there_the_page_says_the_next_step() {
    assertThat(page(MEASURE))
        .contains("No event has arrived yet.", "href=\"" + GROUP + "/data/INTERACTIONS#events\"")
        .contains("No campaign answers yet.", "href=\"" + GROUP + "/serving/new\"");

    browser.post(GROUP + "/data/INTERACTIONS/tracker", Map.of("_csrf", token(), "name", "events"));

    assertThat(page(MEASURE))
        .contains("personalize-events put-events", "--tracking-id")
        .contains("boto3.client(&#39;personalize-events&#39;");
  }

  @Test
  void hours_without_events_where_the_week_before_had_some_are_shaded_and_counted() {
    Instant now = clock.instant();
    come("view", 5, now.minus(Duration.ofHours(3)));
    come("view", 2, now.minus(Duration.ofDays(7)).minus(Duration.ofHours(5)));
    come("<b>buy</b>", 1, now.minus(Duration.ofDays(7)).minus(Duration.ofHours(9)));

    assertThat(page(MEASURE))
        .contains("5 events in the last seven days, 3 in the seven days before.")
        .contains("2 hours had none where the week before had some.")
        .contains(
            "<rect class=\"band\" y=\"16\"",
            "data-plot=\"{&quot;begin&quot;:",
            "class=\"line base\"",
            "3 hours ago",
            ">week before<")
        .contains("&lt;b&gt;buy&lt;/b&gt;")
        .doesNotContain("<b>buy");
  }

  @Test
  void answers_are_shown_of_all_campaigns_or_one_with_percentiles_and_errors() {
    Arn home = campaign();
    Arn cart = market.live(market.trained("aws-popularity-count"));
    asked(home, answers(99, 2));
    asked(cart, answers(3, 200));

    assertThat(page(MEASURE))
        .contains("110 requests; 6 were refused (4xx), 2 failed (5xx).")
        .contains("p99 was above 100 ms in 1 of 1 steps", ">p99<", ">limit<")
        .contains(home.id(), cart.id());
    assertThat(page(MEASURE + "?range=week&campaign=" + home.id() + "&limit=1"))
        .contains("103 requests;", "p99 was above 1 ms in 1 of 1 steps")
        .contains("<option value=\"" + home.id() + "\" selected=\"selected\"")
        .contains("range=day&amp;campaign=" + home.id() + "&amp;limit=1#answers");
    assertThat(page(MEASURE + "?range=quarter"))
        .contains("Nothing was asked in this time.", "personalize-runtime get-recommendations");
    assertThat(browser.get(MEASURE + "?range=century").statusCode()).isEqualTo(400);
    assertThat(browser.get(MEASURE + "?limit=soon").statusCode()).isEqualTo(400);
  }

  @Test
  void whoever_changes_a_campaign_reads_how_much_it_is_asked_now() {
    Arn campaign = campaign();
    Arn second = market.trained(market.solution("aws-popularity-count"));
    String path = GROUP + "/serving/campaigns/" + campaign.id();
    assertThat(page(path)).contains("not asked now", "no request in the last seven days");

    for (int n = 0; n < 600; n++) {
      recorder.answered(campaign, 200, 2 * MILLI);
    }

    assertThat(page(path)).contains("p50 2.0 ms, p99 2.0 ms, errors: 0", "last request");
    assertThat(page(path)).contains("href=\"" + MEASURE + "?campaign=" + campaign.id() + "\"");
    assertThat(page(path + "/delete")).contains("It is asked now, ", "seconds ago");
    assertThat(page(path + "/live?version=" + second.parent().id() + "/1"))
        .contains("It is asked now, ");
    assertThat(page(GROUP + "/serving")).contains("p99 2.0 ms");
    assertThat(page("/console")).contains("p99 2.0 ms");
  }

  @Test
  void the_overview_tells_of_each_group_what_came_in() {
    assertThat(page("/console")).contains("none yet");

    come("view", 12, clock.instant().minus(Duration.ofMinutes(3)));
    come("view", 3, clock.instant().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES));

    assertThat(page("/console"))
        .contains("12 in the last hour", "3 minutes ago", "class=\"spark\"");
  }

  @Test
  void it_says_all_in_korean_too() {
    come("view", 5, clock.instant());
    asked(campaign(), answers(99, 2));

    for (String path : List.of(MEASURE, "/console", "/console/system")) {
      assertThat(page(path + "?lang=ko")).containsPattern("[가-힣]").doesNotContain("??");
    }
  }
}
