// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Browser;
import org.openpersonalize.console.testing.Market;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.serving.recommender.RecommenderService;
import org.openpersonalize.serving.recommender.RecommenderService.DescribeRecommender;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;

/** Recommenders from their creation to their deletion, over HTTP and without a script. */
class RecommenderPagesTest extends PageTest {
  private static final String SERVING = "/console/groups/shop/serving";
  private static final String NEW = SERVING + "/new-recommender";
  private static final String PAGE = SERVING + "/recommenders/for-you";
  private static final String FOR_YOU = "aws-ecomm-recommended-for-you";
  private static final Arn ARN = Shop.GROUP.sibling(ResourceType.RECOMMENDER, "for-you");

  @Autowired
  Market market;

  @Autowired
  RecommenderService service;

  @BeforeEach
  void open() {
    transaction.executeWithoutResult(status -> tables
        .groups()
        .create(new DatasetGroup(
            Shop.GROUP, Shop.GROUP.id(), Domain.ECOMMERCE, null, null, clock.instant())));
    market.dataset(Shop.GROUP, DatasetType.INTERACTIONS, Shop.INTERACTIONS);
    market.stock("mug1", "mug2");
    market.sell();
  }

  private HttpResponse<String> create(String name, String weight) {
    return browser.post(
        NEW,
        Map.of("_csrf", token(), "recipe", FOR_YOU, "name", name, "explorationWeight", weight));
  }

  private HttpResponse<String> post(String path) {
    return browser.post(path, Map.of("_csrf", token()));
  }

  private Recommender describe() {
    return service.describe(new DescribeRecommender(ARN)).recommender();
  }

  private void answering() {
    create("for-you", "");
    market.run(JobType.TRAIN_RECOMMENDER, ARN);
  }

  @Test
  void a_use_case_that_the_data_are_enough_for_is_chosen_and_trained() {
    assertThat(page(SERVING)).contains("No recommender answers yet.", "href=\"" + NEW + "\"");
    assertThat(page(NEW))
        .contains("href=\"" + NEW + "?recipe=" + FOR_YOU + "\"", "Best sellers")
        .contains("fewer than 1000 interactions of the event type Purchase.")
        .doesNotContain("aws-vod-top-picks", "recipe=aws-ecomm-popular-items-by-purchases\"");
    assertThat(page(NEW + "?recipe=" + FOR_YOU))
        .contains("name=\"explorationWeight\"", "value=\"ITEMS.GENRES\"", "Create and train");

    HttpResponse<String> refused = create("not a name", "");
    HttpResponse<String> reckless = create("for-you", "7");
    HttpResponse<String> created = create("for-you", "0.2");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("href=\"#name\"", "value=\"not a name\"");
    assertThat(reckless.statusCode()).isEqualTo(422);
    assertThat(reckless.body()).contains("href=\"#explorationWeight\"", "value=\"7\"");
    assertThat(created.statusCode()).isEqualTo(303);
    assertThat(page(PAGE))
        .contains("CREATE PENDING", "hx-trigger=\"every 2s\"", "It answers when it is trained.")
        .contains("explorationWeight 0.2", "describe-recommender")
        .doesNotContain("Stop the recommender");
    assertThat(page("/console/jobs")).contains(">Recommender<", "CREATE PENDING");

    market.run(JobType.TRAIN_RECOMMENDER, ARN);

    assertThat(browser.get(PAGE + "/status").headers().firstValue("HX-Refresh")).hasValue("true");
    assertThat(page(PAGE))
        .contains("ACTIVE", "How good it is", "ndcg@10", "Trained anew", "Stop the recommender")
        .contains("href=\"" + PAGE + "/update\"");
    assertThat(page(SERVING)).contains(">for-you<", FOR_YOU);
    assertThat(page(PAGE + "?lang=ko")).contains("추천기 중지").doesNotContain("??");
  }

  @Test
  void it_is_stopped_and_started_once_somebody_has_read_what_that_means() {
    answering();
    assertThat(page(PAGE + "/stop"))
        .contains("Stop the recommender for-you?", "refused until it is started")
        .contains("Nobody asks it now", "personalize stop-recommender");

    assertThat(post(PAGE + "/stop").statusCode()).isEqualTo(303);
    assertThat(page(PAGE)).contains("STOP PENDING", "hx-trigger=\"every 2s\"");
    assertThat(post(PAGE + "/stop").statusCode()).isEqualTo(422);
    market.run(JobType.SWITCH_RECOMMENDER, ARN);
    assertThat(page(PAGE))
        .contains("INACTIVE", "href=\"" + PAGE + "/start\"")
        .doesNotContain("Stop the recommender");
    assertThat(page(PAGE + "/start")).contains("It answers again with the model it had.");

    assertThat(post(PAGE + "/start").statusCode()).isEqualTo(303);
    market.run(JobType.SWITCH_RECOMMENDER, ARN);

    assertThat(describe().status()).isEqualTo(Status.ACTIVE);
    assertThat(page(PAGE + "/stop?lang=ko")).contains("추천기를 중지할까요?").doesNotContain("??");
  }

  @Test
  void other_columns_are_learned_from_while_the_old_model_answers() {
    answering();
    assertThat(page(PAGE + "/update"))
        .contains("value=\"ITEMS.GENRES\"", "the old model answers until then")
        .doesNotContain("checked=\"checked\"");
    Map<String, String> filled =
        new HashMap<>(Map.of("_csrf", token(), "metadata", "true", "excluded", "ITEMS.GENRES"));

    assertThat(browser.post(PAGE + "/update", filled).statusCode()).isEqualTo(303);

    assertThat(page(PAGE)).contains("It is being changed.", "ACTIVE");
    assertThat(browser.post(PAGE + "/update", filled).statusCode()).isEqualTo(422);
    market.run(JobType.TRAIN_RECOMMENDER, ARN);
    assertThat(describe().recommenderConfig().columns().uses(DatasetType.ITEMS, "GENRES"))
        .isFalse();
    assertThat(page(PAGE)).contains("told to those who ask for it");
    assertThat(page(PAGE + "/update")).containsPattern("ITEMS.GENRES\"[^>]* checked=\"checked\"");
    assertThat(page(PAGE + "/update?lang=ko")).contains("학습하지 않을 열").doesNotContain("??");
  }

  @Test
  void that_it_is_trained_anew_is_said() {
    answering();
    clock.advance(Duration.ofDays(7));
    market.run(JobType.RETRAIN_RECOMMENDER, ARN);
    browser = Browser.signedIn(port); // no session lasts a week

    assertThat(page(PAGE)).contains("It is trained anew.", "ACTIVE", "Stop the recommender");
    assertThat(page("/console/jobs")).contains("CREATE IN_PROGRESS");
  }

  @Test
  void it_is_deleted_once_somebody_has_read_what_that_means() {
    answering();
    assertThat(page(PAGE + "/delete")).contains("Its model goes with it.", "delete-recommender");

    assertThat(post(PAGE + "/delete").statusCode()).isEqualTo(303);

    assertThat(describe().status()).isEqualTo(Status.DELETE_PENDING);
    assertThat(page(SERVING)).contains("DELETE PENDING");
    assertThat(post(PAGE + "/delete").statusCode()).isEqualTo(422);
    market.run(JobType.DELETE_RECOMMENDER, ARN);
    assertThat(browser.get(PAGE).statusCode()).isEqualTo(404);
  }

  @Test
  void it_is_tried_and_measured_and_found_as_a_campaign_is() {
    answering();
    String asked = "/console/groups/shop/try?campaign=recommender/for-you&user=u2";

    assertThat(page(asked))
        .contains("Campaign or recommender", "<option value=\"recommender/for-you\" selected")
        .containsPattern("10 items in \\d+\\.\\d ms")
        .contains("personalize-runtime get-recommendations", "--recommender-arn");
    assertThat(page(asked + "&item=mug1")).contains("on the scale of the model");
    assertThat(page("/console/groups/shop/try?user=u2")).contains("--recommender-arn");
    assertThat(page("/console/groups/shop/measure?campaign=recommender/for-you"))
        .contains("recommender/for-you", "--recommender-arn");
    assertThat(browser.get("/console/groups/shop/find?q=for-you").headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith(PAGE));
  }

  @Test
  void what_it_never_shows_and_what_a_filter_would_change_is_asked_as_of_a_campaign() {
    answering();
    String asked = "campaign=recommender/for-you";

    assertThat(page("/console"))
        .contains("href=\"" + PAGE + "\"", FOR_YOU)
        .contains("/console/groups/shop/blind?" + asked);
    assertThat(page(PAGE)).contains("/console/groups/shop/blind?" + asked);
    assertThat(page("/console/groups/shop/blind?" + asked + "&look=true"))
        .contains("recommender/for-you", "recommenderArn")
        .containsPattern("can (never )?be shown");
    browser.post(
        "/console/groups/shop/filters",
        Map.of(
            "_csrf",
            token(),
            "name",
            "mugs",
            "filterExpression",
            "INCLUDE ItemID WHERE Items.GENRES IN (\"a\")"));
    assertThat(page("/console/groups/shop/filters/mugs?replay=true&" + asked))
        .contains("value=\"recommender/for-you\" selected", "None of its requests is recorded yet");
  }

  @Test
  void a_group_of_no_domain_has_none() {
    market.open(market.group("custom"));

    assertThat(page("/console/groups/custom/serving")).doesNotContain("Recommenders");
    assertThat(page("/console/groups/custom/serving/new-recommender")).contains("of no domain");
    assertThat(browser
            .get("/console/groups/custom/serving/new-recommender?recipe=" + FOR_YOU)
            .statusCode())
        .isEqualTo(404);
  }
}
