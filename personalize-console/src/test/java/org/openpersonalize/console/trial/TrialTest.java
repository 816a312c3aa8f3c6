// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.store.interaction.Interaction;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.training.run.TrainingRun;
import org.springframework.beans.factory.annotation.Autowired;

/** What a user would get, over HTTP and without a script. */
class TrialTest extends PageTest {
  private static final String TRY = "/console/groups/shop/try";

  private static final String WITH_DEVICE = Shop.INTERACTIONS.replace(
      "{\"name\":\"EVENT_TYPE\"",
      "{\"name\":\"DEVICE\",\"type\":[\"null\",\"string\"],\"categorical\":true},{\"name\":\"EVENT_TYPE\"");

  private static final String NAMED = """
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"NAME","type":["null","string"]},
        {"name":"KIND","type":["null","string"],"categorical":true}]}
      """;

  @Autowired
  TrainingRun training;

  @Autowired
  FilterService filters;

  @Autowired
  InteractionTable interactions;

  @BeforeEach
  void open() {
    shop.open(WITH_DEVICE);
  }

  @Test
  void without_a_campaign_the_page_says_the_next_step() {
    HttpResponse<String> page = browser.get(TRY);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("No campaign answers yet.", "href=\"/console/groups/shop/serving/new\"");
    assertThat(browser.get(TRY + "?lang=ko").body()).contains("아직 응답하는 캠페인이 없습니다.");
  }

  @Test
  void a_user_gets_what_the_campaign_answers_beside_what_they_did() {
    String campaign = live("aws-user-personalization").id();

    HttpResponse<String> page = browser.get(TRY + "?user=anna");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("History: 1", ">mug0<", ">buy<")
        .containsPattern("10 items in \\d+\\.\\d ms")
        .containsPattern(">mug1\\d?<")
        .contains(campaign, "personalize-runtime get-recommendations --campaign-arn");
  }

  @Test
  void somebody_is_filled_in_where_nobody_is_named() {
    live("aws-popularity-count");

    assertThat(browser.get(TRY).body()).containsPattern("name=\"user\" value=\"(anna|u\\d+)\"");
  }

  @Test
  void an_item_is_explained_whether_it_is_shown_or_not() {
    String campaign = live("aws-user-personalization").id();
    String question = TRY + "?campaign=" + campaign + "&user=anna&n=1&item=";

    assertThat(browser.get(question + "mug0").body())
        .contains("What the user did, and what it adds to the score", "rank ");
    assertThat(browser.get(question + "cup3").body())
        .contains("not shown", "Others are better.", "name=\"item\" value=\"cup3\"");
    assertThat(browser.get(question + "spoon&lang=ko").body()).contains("알 수 없는 항목입니다.");
  }

  @Test
  void an_item_is_found_by_its_name_and_of_several_one_is_chosen() {
    Arn items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, NAMED);
    transaction.executeWithoutResult(status -> tables
        .records()
        .put(
            tables.numbers().of(items),
            List.of(
                new DatasetRecord("cup3", "{\"NAME\": \"Blue cup\"}"),
                new DatasetRecord("cup4", "{\"NAME\": \"Red <cup>\"}")),
            clock.instant()));
    String campaign = live("aws-user-personalization").id();
    String question = TRY + "?campaign=" + campaign + "&user=anna&n=1&item=";

    assertThat(browser.get(question + "blue%20CUP").body())
        .contains("name=\"item\" value=\"cup3\"", ">Blue cup<", "Others are better.");
    assertThat(browser.get(question + "cup").body())
        .contains("Which of these is meant?", ">Blue cup<", ">Red &lt;cup&gt;<")
        .containsPattern("href=\"[^\"]*item=cup4#why\"")
        .doesNotContain("Unknown item.");
    assertThat(browser.get(question + "spoon").body()).contains("Unknown item.");
  }

  @Test
  void what_the_service_refuses_is_said_and_what_was_filled_in_is_kept() {
    String campaign = live("aws-popularity-count").id();

    HttpResponse<String> page =
        browser.get(TRY + "?campaign=" + campaign + "&user=anna&filter=gone&value.FROM=7");

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body())
        .contains("role=\"alert\"", "There is no answer to this.")
        .contains("name=\"user\" value=\"anna\"", "name=\"value.FROM\" value=\"7\"");
  }

  @Test
  void items_are_promoted_and_a_situation_is_told_as_a_shop_would() {
    shop.stock("cup7");
    filters.create(
        new CreateFilter("cup", Shop.GROUP, "INCLUDE ItemID WHERE Items.ITEM_ID IN ($ONE)", null));
    String campaign = live("aws-user-personalization").id();

    String page = browser
        .get(TRY + "?campaign=" + campaign
            + "&user=anna&promoted=cup&promoted.ONE=%22cup7%22&percent=10&context.DEVICE=phone")
        .body();

    assertThat(page)
        .contains("<details class=\"whole\" open=\"open\"")
        .contains("name=\"context.DEVICE\" value=\"phone\"")
        .contains("name=\"promoted.ONE\" value=\"&quot;cup7&quot;\"")
        .containsPattern(">cup7</a> <span class=\"chip\">promoted<")
        .containsPattern(
            "href=\"[^\"]*promoted=cup&amp;percent=10&amp;promoted.ONE=%22cup7%22&amp;context.DEVICE=phone[^\"]*item=cup7#why\"")
        .contains("--promotions", "--context");
    assertThat(browser.get(TRY + "?user=anna&promoted=gone").body())
        .contains("filter/gone does not exist.", "name=\"promoted\" value=\"gone\"");
  }

  @Test
  void a_campaign_of_related_items_begins_with_the_last_item_of_the_user_or_with_another() {
    String campaign = live("aws-sims").id();

    String page = browser.get(TRY + "?user=anna").body();
    String ofCup = browser.get(TRY + "?user=anna&about=cup3").body();

    assertThat(page)
        .contains("Goes with item", "name=\"about\" value=\"mug0\"", "10 items in")
        .containsPattern(">mug1\\d?<")
        .contains(campaign, "--item-id", "Why, and why not");
    assertThat(ofCup)
        .contains("name=\"about\" value=\"cup3\"")
        .containsPattern(">cup1\\d?<")
        .doesNotContainPattern("\"id\"[^>]*>cup3<");
    assertThat(browser.get(TRY + "?user=anna&about=cup3&item=cup4").body())
        .contains("What it has in common with cup3", "Those who took both", "had both")
        .contains("times as many as by chance");
    assertThat(browser.get(TRY + "?user=anna&about=cup3&item=cup4&lang=ko").body())
        .contains("기준 항목", "둘 다 선택", "우연 대비");
  }

  @Test
  void where_nobody_had_an_item_a_campaign_of_related_items_begins_with_any() {
    live("aws-sims");
    shop.stock("cup3", "mug1");

    HttpResponse<String> page = browser.get(TRY + "?user=stranger");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("name=\"about\" value=\"cup3\"", "10 items in");
  }

  @Test
  void a_campaign_that_orders_lists_cannot_be_tried() {
    live("aws-personalized-ranking");

    assertThat(browser.get(TRY).body()).contains("No campaign answers yet.");
  }

  @Test
  void an_event_needs_a_tracker_which_is_created_at_a_click_and_then_is_recorded() {
    String campaign = live("aws-popularity-count").id();
    String page = browser.get(TRY + "?user=anna").body();
    assertThat(page)
        .contains("has no event tracker", "action=\"/console/groups/shop/try/tracker\"");

    HttpResponse<String> refused = send(campaign, "anna", "mug1", "view");
    HttpResponse<String> opened = browser.post(
        TRY + "/tracker", Map.of("_csrf", token(), "campaign", campaign, "user", "anna"));
    HttpResponse<String> sent = send(campaign, "anna", "mug1", "view");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(opened.statusCode()).isEqualTo(303);
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(sent.headers().firstValue("Location"))
        .hasValueSatisfying(place ->
            assertThat(place).endsWith(TRY + "?campaign=" + campaign + "&user=anna&filter=&n=10"));
    List<Interaction> history = interactions.recent(shop.datasetNumber(), "anna", 10);
    assertThat(history)
        .extracting(Interaction::itemId, Interaction::eventType)
        .containsExactly(tuple("mug1", "view"), tuple("mug0", "buy"));
  }

  @Test
  void an_event_that_is_refused_keeps_what_was_filled_in() {
    String campaign = live("aws-popularity-count").id();
    browser.post(TRY + "/tracker", Map.of("_csrf", token(), "campaign", campaign));

    HttpResponse<String> refused = send(campaign, "anna", "mug1", "");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("href=\"#eventType\"", "name=\"eventItem\" value=\"mug1\"")
        .contains("name=\"user\" value=\"anna\"");
  }

  @Test
  void ids_are_text_in_links_and_on_the_page() {
    String campaign = live("aws-popularity-count").id();
    buy("a&b=<script>alert(1)</script>", "<b>mug</b>");

    String page = browser
        .get(TRY + "?campaign=" + campaign + "&user=a%26b%3D%3Cscript%3Ealert(1)%3C/script%3E")
        .body();

    assertThat(page)
        .contains(
            "value=\"a&amp;b=&lt;script&gt;alert(1)&lt;/script&gt;\"", "&lt;b&gt;mug&lt;/b&gt;")
        .contains("user=a%26b%3D%3Cscript%3Ealert%281%29%3C%2Fscript%3E&amp;filter=")
        .doesNotContain("<script>alert", "<b>mug");
  }

  private HttpResponse<String> send(String campaign, String user, String item, String type) {
    return browser.post(
        TRY + "/event",
        Map.of(
            "_csrf", token(),
            "campaign", campaign,
            "user", user,
            "filter", "",
            "n", "10",
            "eventItem", item,
            "eventType", type));
  }

  /** Thirty users who buy mugs and cups, and one with an item of their own. */
  private void buy(String user, String item) {
    long now = clock.instant().toEpochMilli();
    shop.sell(loader -> {
      for (int sale = 0; sale < 1_200; sale++) {
        int buyer = sale % 30;
        String kind = buyer % 2 == 0 ? "mug" : "cup";
        loader.add(
            "u" + buyer,
            kind + sale / 30 % 20,
            "buy",
            Double.NaN,
            now - sale,
            null,
            null,
            null,
            null);
      }
      loader.add(user, item, "buy", Double.NaN, now, null, null, null, null);
    });
  }

  private Arn live(String recipe) {
    buy("anna", "mug0");
    Arn version = shop.untrained(shop.solution(recipe));
    training.run(version);
    Arn campaign = shop.campaign(version);
    transaction.executeWithoutResult(
        status -> tables.campaigns().lock(campaign).deploy(clock.instant()));
    return campaign;
  }
}
