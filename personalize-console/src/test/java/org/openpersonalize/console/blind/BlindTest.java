// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.training.run.TrainingRun;
import org.springframework.beans.factory.annotation.Autowired;

/** Forty items that are sold, and sixty that came too late. */
class BlindTest extends PageTest {
  private static final String BLIND = "/console/groups/shop/blind";
  private static final int SOLD = 40;
  private static final int LATE = 60;

  private static final String SCHEMA = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"NAME","type":["null","string"]},
        {"name":"KIND","type":["null","string"],"categorical":true}]}""";

  @Autowired
  TrainingRun training;

  @Autowired
  RecordTable records;

  @Autowired
  RecordedRequestTable recorded;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  Catalogs catalogs;

  @BeforeEach
  void open() {
    shop.open();
    clock.advance(Duration.ofMinutes(3)); // what was found in another test is too old
  }

  private Arn live() {
    long now = clock.instant().toEpochMilli();
    shop.sell(loader -> {
      for (int sale = 0; sale < 1_200; sale++) {
        loader.add(
            "u" + sale % 30,
            "item" + sale / 30 % SOLD,
            "buy",
            Double.NaN,
            now - sale,
            null,
            null,
            null,
            null);
      }
    });
    Arn version = shop.untrained(shop.solution("aws-popularity-count"));
    training.run(version);
    Arn campaign = shop.campaign(version);
    transaction.executeWithoutResult(
        status -> tables.campaigns().lock(campaign).deploy(clock.instant()));
    return campaign;
  }

  private void put(Stream<DatasetRecord> all) {
    Arn items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, SCHEMA);
    List<DatasetRecord> put = all.toList();
    transaction.executeWithoutResult(status -> records.put(numbers.of(items), put, Instant.now()));
    catalogs.resync(); // those in memory are of the test before
    await()
        .until(() -> catalogs
            .of(Shop.GROUP, DatasetType.ITEMS)
            .filter(known -> known.size() == put.size())
            .isPresent());
  }

  private static Stream<DatasetRecord> late() {
    return IntStream.range(0, LATE)
        .mapToObj(item ->
            new DatasetRecord("late%02d".formatted(item), "{\"NAME\": \"<b>%d\"}".formatted(item)));
  }

  private String report(String query) {
    return page(BLIND + query);
  }

  @Test
  void where_no_campaign_answers_the_next_step_is_said() {
    assertThat(report(""))
        .contains(
            "Neither a campaign nor a recommender answers yet",
            "href=\"/console/groups/shop/serving\"");
    assertThat(report("?lang=ko")).contains("추천 사각지대");
  }

  @Test
  void the_page_is_there_at_once_and_its_report_is_looked_for_then() {
    Arn campaign = live();
    put(late());

    assertThat(report(""))
        .contains("hx-get=\"" + BLIND + "/report?campaign=" + campaign.id() + "\"")
        .contains("href=\"" + BLIND + "?campaign=" + campaign.id() + "&amp;look=true\"")
        .contains("/blind-spots")
        .doesNotContain("can never be shown (");
    assertThat(report("/report?campaign=" + campaign.id()))
        .contains("60 of 100 items can never be shown (60.0 %).")
        .doesNotContain("hx-get", "<html");
    assertThat(report("")).contains("60 of 100 items can never be shown (60.0 %).");
  }

  @Test
  void items_are_told_with_reasons_remedies_and_names_a_screen_at_a_time() {
    Arn campaign = live();
    put(late());
    recorded.add(
        List.of(new RecordedRequest(campaign, "u1", null, 10, null, Map.of(), clock.instant())));

    String first = report("?look=true");
    assertThat(first)
        .contains("Its last request was answered once more")
        .contains("It came after the live version was trained", "Train a new version")
        .contains("by rank alone", "reason=NOT_SHOWN#items")
        .contains(">late49<", "&lt;b&gt;49")
        .contains("shaded: never shown", "<polyline class=\"line s2\"")
        .doesNotContain(">late50<", "<b>");
    String next = first
        .replaceAll("(?s).*rel=\"next\"[^>]*href=\"([^\"]*)\".*", "$1")
        .replace("&amp;", "&")
        .replace(BLIND, "");
    assertThat(report(next)).contains(">late50<", ">late59<").doesNotContain(">late49<");

    assertThat(report("?reason=NOT_SHOWN"))
        .contains(">item7<", "All that can never be shown")
        .doesNotContain(">late01<");
    assertThat(report("?reason=NOT_SHOWN&lang=ko")).contains("다른 항목에 밀린 항목");
    assertThat(report("?after=nonsense")).contains("The nextToken is not one");
  }

  @Test
  void it_is_good_news_if_there_are_none() {
    Arn campaign = live();
    put(Stream.of(new DatasetRecord("item0", "{}")));

    assertThat(report("?look=true")).contains("All 40 items can be shown.", "summary ok");
    assertThat(report("/count?campaign=" + campaign.id())).contains("all items can be shown");
  }

  @Test
  void overview_data_and_campaign_lead_there() {
    Arn campaign = live();
    put(late());

    assertThat(browser.get("/console").body())
        .contains("hx-get=\"" + BLIND + "/count?campaign=" + campaign.id() + "\"")
        .contains("href=\"" + BLIND + "?campaign=" + campaign.id() + "\"");
    assertThat(report("/count?campaign=" + campaign.id()))
        .contains("60 items can never be shown (60.0 %)", "campaign=" + campaign.id())
        .doesNotContain("<html");
    assertThat(browser
            .get("/console/groups/shop/serving/campaigns/" + campaign.id())
            .body())
        .contains("href=\"" + BLIND + "?campaign=" + campaign.id() + "\"");
    assertThat(browser.get("/console/groups/shop/data").body()).contains("href=\"" + BLIND + "\"");
  }
}
