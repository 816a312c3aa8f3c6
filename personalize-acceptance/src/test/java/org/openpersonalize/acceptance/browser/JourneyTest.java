// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.Shop;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * From an empty server and the files of Online Retail to a live recommendation, all in the browser, with pictures on the way:
 * docs/first-steps.md tells the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class JourneyTest {
  private static final String GROUP = "/console/groups/online-retail";
  private static final String ACCOUNT = "arn:aws:personalize:us-east-1:000000000000:";

  /** What only this machine is called, and where its files are, is in no picture. */
  private static final String ANY_MACHINE = """
      () => {
        for (const path of document.querySelectorAll('dd')) {
          if (path.textContent.startsWith('/')) path.textContent = '/srv/personalize/data';
        }
        const names = [document.querySelector('#nodes ~ table .id'), ...document.querySelectorAll('#receipts ~ article dd.id')];
        names.filter(Boolean).forEach(name => name.textContent = 'shop-1');
      }
      """;

  /** Imports and trainings take their time. */
  private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
      new LocatorAssertions.ContainsTextOptions().setTimeout(180_000);

  @TempDir
  private static Path files;

  private Chromium chromium;
  private ServiceProcess service;
  private Visitor operator;

  @BeforeAll
  void open() throws IOException, InterruptedException {
    chromium = Chromium.start();
    service = ServiceProcess.start();
    operator = chromium.visitor(service, Look.WIDE);
  }

  @AfterAll
  void close() throws IOException {
    if (operator != null) {
      operator.close();
    }
    if (chromium != null) {
      chromium.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  @Order(1)
  void an_empty_server_says_what_to_do_first() {
    operator.open("/console");
    Album.take(operator, "sign-in");
    operator.signIn();

    assertThat(operator.page().locator("main")).containsText("There is no data yet.");
    operator.click("Create a dataset group");
    operator.page().locator("#name").fill("online-retail");
    operator.page().keyboard().press("Enter");
    assertThat(operator.page()).hasURL(Pattern.compile(".*/data$"));
  }

  @Test
  @Order(2)
  void the_shops_own_file_is_checked_and_imported_in_two_clicks() throws IOException {
    operator.open("/console");
    int before = operator.clicks();
    operator.click("Import online-retail");
    operator.page().locator("#file").setInputFiles(ShopFiles.sales(files));
    operator.page().locator("form.upload > button").press("Enter");

    assertThat(operator.page().locator("h1")).containsText("Which column is what?", PATIENTLY);
    assertThat(operator.page().getByLabel("What CustomerID becomes")).hasValue("USER_ID");
    assertThat(operator.page().getByLabel("What StockCode becomes")).hasValue("ITEM_ID");
    assertThat(operator.page().getByLabel("What InvoiceDate becomes")).hasValue("TIMESTAMP");
    assertThat(operator.page().getByLabel("What happened in all rows")).isFocused();
    operator.page().keyboard().type("purchase");
    Album.take(operator, "import-columns");
    operator.page().keyboard().press("Enter");

    assertThat(operator.page().locator("h1")).containsText("396,340 rows checked", PATIENTLY);
    assertThat(operator.page().locator("main")).containsText("3 rows are refused");
    Album.take(operator, "import-check");
    operator.press("Import 396,337 rows");

    assertThat(operator.page()).hasURL(Pattern.compile(".*/data/INTERACTIONS.*"));
    assertThat(operator.clicks() - before).isEqualTo(2);
    assertThat(operator.page().locator("#imports")).containsText("ACTIVE", PATIENTLY);
    Album.take(operator, "dataset");
  }

  @Test
  @Order(3)
  void the_items_get_their_names() throws IOException {
    operator.open(GROUP + "/data/ITEMS/import");
    operator.page().locator("#file").setInputFiles(ShopFiles.products(files));
    operator.page().locator("form.upload > button").press("Enter");
    assertThat(operator.page().locator("h1")).containsText("Which column is what?", PATIENTLY);
    operator.page().locator("form.panel > button").press("Enter");
    assertThat(operator.page().locator("h1")).containsText("rows checked", PATIENTLY);
    operator.click(operator.page().locator("#import"));
    assertThat(operator.page().locator("#imports")).containsText("ACTIVE", PATIENTLY);

    operator.open(GROUP + "/data");
    assertThat(operator.page().locator("main")).containsText("aws-user-personalization", PATIENTLY);
    Album.take(operator, "data");
  }

  @Test
  @Order(4)
  void two_models_are_trained_with_a_forecast_in_view() {
    train("aws-popularity-count", "popular");
    operator.open("/console");
    int before = operator.clicks();
    operator.click("Models");
    operator.click("Train aws-user-personalization");
    assertThat(operator.page().locator("main")).containsText("can be trained", PATIENTLY);
    operator.page().locator("#name").fill("home");
    Album.take(operator, "train");
    operator.press("Train");
    assertThat(operator.clicks() - before).isEqualTo(3);
    assertThat(operator.page().locator("h1 + .badge")).containsText("ACTIVE", PATIENTLY);
    Album.take(operator, "version");
    operator.open(GROUP + "/models");
    Album.take(operator, "models");
  }

  private void train(String recipe, String name) {
    operator.open(GROUP + "/models/train?recipe=" + recipe);
    operator.page().locator("#name").fill(name);
    operator.press("Train");
    assertThat(operator.page().locator("h1 + .badge")).containsText("ACTIVE", PATIENTLY);
  }

  @Test
  @Order(5)
  void one_is_better_by_the_same_users_and_goes_live() {
    operator.open(GROUP + "/compare?v=popular/1&v=home/1");
    assertThat(operator.page().locator("#churn")).containsText("of 10 items stay", PATIENTLY);
    assertThat(operator.page().locator("main")).containsText("better");
    Album.take(operator, "compare");

    putLive("home");
    Album.take(operator, "campaign");
  }

  private void putLive(String solution) {
    operator.open(GROUP + "/models/" + solution + "/1");
    operator.click("Put live in a new campaign");
    operator.page().locator("#name").fill(solution);
    operator.press("Put live");
    assertThat(operator.page().locator("#history ~ table tbody tr").first())
        .containsText(solution + " v1", PATIENTLY);
  }

  @Test
  @Order(6)
  void somebody_gets_recommendations_with_names_and_reasons() {
    operator.open("/console");
    int before = operator.clicks();
    operator.click("Try it");
    operator.page().locator("#user").fill("13826");
    operator.page().keyboard().press("Enter");
    assertThat(operator.page().locator("#history")).hasText("History: 10");
    operator.click(operator.page().locator("tbody a:text-is('Why')").first());
    assertThat(operator.page().locator("#why")).containsText("What the user did");
    assertThat(operator.page().locator("#why")).containsText("CAKE");
    assertThat(operator.clicks() - before).isEqualTo(2);
    Album.take(operator, "try");
    operator.open(GROUP + "/user?id=13826");
    Album.take(operator, "user");
    operator.open(GROUP + "/blind?campaign=home&look=true");
    assertThat(operator.page().locator("#report")).containsText("can be shown", PATIENTLY);
    Album.take(operator, "blind");
    operator.open(GROUP + "/filters");
    Album.take(operator, "filters");
    operator.open(GROUP + "/measure");
    Album.take(operator, "measure");
    operator.open("/console");
    Album.take(operator, "overview");
    operator.open("/console/system");
    operator.page().evaluate(ANY_MACHINE);
    Album.take(operator, "system");
    operator.open("/console/jobs");
    Album.take(operator, "jobs");
  }

  @Test
  @Order(7)
  void all_of_it_fits_in_every_look() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/console");
    pages.put("data", GROUP + "/data");
    pages.put("version", GROUP + "/models/home/1");
    pages.put("compare", GROUP + "/compare?v=popular/1&v=home/1");
    pages.put("try", GROUP + "/try?campaign=home&user=13826&item=85123A");
    pages.put("campaign", GROUP + "/serving/campaigns/home");
    for (Look look : List.of(Look.WIDE_DARK, Look.KOREAN, Look.NARROW)) {
      look(look, pages);
    }
  }

  private void look(Look look, Map<String, String> pages) {
    try (Visitor visitor = chromium.operator(service, look)) {
      pages.forEach((name, path) -> {
        visitor.open(path);
        visitor.assertFits();
        visitor.page().evaluate(ANY_MACHINE);
        Album.take(visitor, name);
      });
    }
  }

  /** What takes trainings and events of its own is done for the pictures alone. */
  @Test
  @Order(8)
  void what_else_there_is_of_this_shop_is_pictured() {
    assumeTrue(Album.isOpen(), "skipped: nobody takes pictures");
    export();
    segment();
    infer();
    train("aws-trending-now", "trends");
    putLive("trends");
    attribute();
    weigh();
    forget();
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("export", GROUP + "/exports/all-sales");
    pages.put("segments", GROUP + "/serving/batch/segments/likely-buyers");
    pages.put("inference", GROUP + "/serving/batch/inference/newsletter");
    pages.put("trends", GROUP + "/try?campaign=trends&user=17850");
    pages.put("attribution", GROUP + "/measure/attribution");
    pages.put("attribution-change", GROUP + "/measure/attribution/change");
    pages.put("forget", GROUP + "/deletions");
    pages.put("exports", GROUP + "/exports");
    pages.put("batch", GROUP + "/serving/batch");
    pages.put("schedule", GROUP + "/models/home/schedule");
    pages.put("events", GROUP + "/models/weighed/events");
    pages.put("schema", GROUP + "/data/ITEMS/schema");
    for (Look look : Look.SEEING) {
      look(look, pages);
    }
  }

  private void export() {
    operator.open(GROUP + "/exports");
    operator.page().locator("#path").fill("s3://personalize/exports/");
    operator.page().locator("#jobName").fill("all-sales");
    operator.press("Export");
    assertThat(operator.page().locator("#state .badge")).containsText("ACTIVE", PATIENTLY);
    assertThat(operator.page().locator("#state .facts")).containsText("391,106");
  }

  /** Who is likely to take a cake stand, a lunch bag, a light holder. */
  private void segment() {
    train("aws-item-affinity", "buyers");
    put(
        "segments/items.json",
        "{\"itemId\": \"22423\"}\n{\"itemId\": \"20725\"}\n{\"itemId\": \"85123A\"}\n");
    operator.open(GROUP + "/serving/batch");
    operator.page().locator("#jobName").fill("likely-buyers");
    operator.page().locator("#solutionVersionArn").selectOption("buyers/1");
    operator.page().locator("#jobInput").fill("s3://personalize/segments/items.json");
    operator.page().locator("#jobOutput").fill("s3://personalize/segments/answers/");
    operator.page().locator("#numResults").fill("25");
    operator.press("Start the job");
    operator.open(GROUP + "/serving/batch/segments/likely-buyers");
    assertThat(operator.page().locator("#state .badge")).containsText("ACTIVE", PATIENTLY);
    assertThat(operator.page().locator("#lines ~ table")).containsText("REGENCY CAKESTAND 3 TIER");
  }

  /** What three customers are to be sent. */
  private void infer() {
    put(
        "letters/users.json",
        "{\"userId\": \"13826\"}\n{\"userId\": \"17850\"}\n{\"userId\": \"12680\"}\n");
    operator.open(GROUP + "/serving/batch");
    operator.page().locator("#jobName").fill("newsletter");
    operator.page().locator("#solutionVersionArn").selectOption("home/1");
    operator.page().locator("#jobInput").fill("s3://personalize/letters/users.json");
    operator.page().locator("#jobOutput").fill("s3://personalize/letters/answers/");
    operator.page().locator("#numResults").fill("25");
    operator.press("Start the job");
    operator.open(GROUP + "/serving/batch/inference/newsletter");
    assertThat(operator.page().locator("#state .badge")).containsText("ACTIVE", PATIENTLY);
  }

  private void put(String key, String text) {
    try (S3Client s3 = service.s3()) {
      s3.putObject(object -> object.bucket("personalize").key(key), RequestBody.fromString(text));
    }
  }

  /** What a day's visitors buy after a recommendation, a newsletter and nothing of the kind. */
  private void attribute() {
    for (Look look : Look.SEEING) {
      look(look, Map.of("attribution-new", GROUP + "/measure/attribution"));
    }
    operator.open(GROUP + "/measure/attribution");
    operator.page().locator("#metricName").fill("purchases");
    operator.page().locator("#eventType").fill("purchase");
    operator.page().locator("#metricName2").fill("worth");
    operator.page().locator("#eventType2").fill("purchase");
    String price = operator.page().locator("#expression2 option").allInnerTexts().stream()
        .filter(expression -> expression.contains("PRICE"))
        .findFirst()
        .orElseThrow();
    operator.page().locator("#expression2").selectOption(price);
    operator.press("Measure");
    visit();
    Shop.eventually("events to be counted", () -> {
      operator.page().reload();
      return operator.page().locator("#metric2 ~ figure .uplot").count() == 1;
    });
    assertThat(operator.page().locator("#metric1 ~ figure"))
        .containsText("of it after a recommendation");
  }

  private void visit() {
    String tracker = service
        .personalize()
        .createEventTracker(request ->
            request.name("online-retail").datasetGroupArn(ACCOUNT + "dataset-group/online-retail"))
        .trackingId();
    Random dice = new Random(17);
    Instant now = Instant.now();
    for (int visit = 0; visit < 300; visit++) {
      String user = "visitor-" + visit;
      GetRecommendationsResponse answer = service
          .runtime()
          .getRecommendations(
              request -> request.campaignArn(ACCOUNT + "campaign/home").userId(user));
      Event.Builder event = Event.builder()
          .eventType("purchase")
          .itemId(answer.itemList().get(dice.nextInt(5)).itemId())
          .sentAt(now.minus(Duration.ofMinutes((long) (23 * 60 * Math.sqrt(dice.nextDouble())))));
      int came = dice.nextInt(10);
      if (came < 5) {
        event.recommendationId(answer.recommendationId());
      } else if (came < 8) {
        event.metricAttribution(by -> by.eventAttributionSource("newsletter"));
      }
      service
          .events()
          .putEvents(request ->
              request.trackingId(tracker).userId(user).sessionId(user).eventList(event.build()));
    }
  }

  /** A solution whose recipe weighs events, which is not trained. */
  private void weigh() {
    service
        .personalize()
        .createSolution(solution -> solution
            .name("weighed")
            .datasetGroupArn(ACCOUNT + "dataset-group/online-retail")
            .recipeArn("arn:aws:personalize:::recipe/aws-user-personalization-v2")
            .performAutoTraining(false));
    operator.open(GROUP + "/models/weighed/events");
    operator.page().locator("#eventType").fill("purchase");
    operator.page().locator("#weight").fill("1");
    operator.page().locator("#eventType2").fill("view");
    operator.page().locator("#weight2").fill("0.1");
    operator.press("Weigh events");
    assertThat(operator.page()).hasURL(Pattern.compile(".*/models$"));
  }

  private void forget() {
    put("forget/march.csv", "USER_ID\n12347\n12348\nvisitor-1\n");
    operator.open(GROUP + "/deletions");
    operator.page().locator("#dataLocation").fill("s3://personalize/forget/march.csv");
    operator.page().locator("#jobName").fill("march");
    operator.press("Delete these users");
    Shop.eventually("the users to be deleted", () -> {
      operator.page().reload();
      return operator.page().locator("#receipts ~ article dl").count() == 1;
    });
  }
}
