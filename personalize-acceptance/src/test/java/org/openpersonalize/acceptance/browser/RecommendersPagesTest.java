// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.SharedService;
import software.amazon.awssdk.services.personalize.model.Domain;

/** A recommender from its use case to its answers, in a browser. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecommendersPagesTest {
  private static final String GROUP = "/console/groups/recommender-pages";
  private static final String RECOMMENDER = GROUP + "/serving/recommenders/for-you";
  private static final ContainsTextOptions PATIENTLY = new ContainsTextOptions().setTimeout(60_000);

  private LiveShop shop;

  @BeforeAll
  void open(ServiceProcess service) {
    shop = LiveShop.open(service, "recommender-pages", Domain.ECOMMERCE);
  }

  @AfterAll
  void close() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  @Order(1)
  void a_recommender_is_created_in_four_clicks_and_answers_when_it_is_trained() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Serving");
      operator.click("New recommender");
      operator.click("Choose aws-ecomm-recommended-for-you");
      operator.page().locator("#name").fill("for-you");
      operator.press("Create and train");

      assertThat(operator.page()).hasURL(Pattern.compile(".*" + RECOMMENDER + "$"));
      assertThat(operator.clicks()).isEqualTo(4);
      assertThat(operator.page().locator("#status .badge")).containsText("ACTIVE", PATIENTLY);
      assertThat(operator.page().locator("#metrics ~ table")).containsText("ndcg@10", PATIENTLY);
    }
  }

  @Test
  @Order(2)
  void it_is_tried_from_its_page() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(RECOMMENDER);
      operator.click(operator.page().locator("#now ~ dl a").getByText("Try it"));

      assertThat(operator.page().locator("#campaign")).hasValue("recommender/for-you");
      assertThat(operator.page().locator("#answer ~ .hint").first()).containsText("10 items in");
    }
  }

  @Test
  @Order(3)
  void every_page_fits_and_is_light_and_for_everybody() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("serving", GROUP + "/serving");
    pages.put("use-cases", GROUP + "/serving/new-recommender");
    pages.put(
        "new-recommender", GROUP + "/serving/new-recommender?recipe=aws-ecomm-recommended-for-you");
    pages.put("recommender", RECOMMENDER);
    pages.put("recommender-update", RECOMMENDER + "/update");
    pages.put("recommender-stop", RECOMMENDER + "/stop");
    pages.put("recommender-delete", RECOMMENDER + "/delete");
    pages.put("recommender-blind", GROUP + "/blind?campaign=recommender/for-you&look=true");
    pages.put("recommender-try", GROUP + "/try?campaign=recommender/for-you");
    try (Visitor operator = shop.operator(Look.WIDE)) {
      pages.values().forEach(operator::inspect);
    }
    for (Look look : Album.isOpen() ? Look.SEEING : List.of(Look.NARROW_KOREAN)) {
      try (Visitor operator = shop.operator(look)) {
        pages.forEach((name, path) -> {
          operator.open(path);
          operator.assertFits();
          Album.take(operator, name);
        });
      }
    }
  }

  @Test
  @Order(4)
  void it_is_stopped_and_started_again_also_without_scripts() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(RECOMMENDER);
      operator.click("Stop the recommender");
      assertThat(operator.page().locator("main")).containsText("refused until it is started");
      operator.press("Stop the recommender");
      assertThat(operator.page().locator("#status .badge")).containsText("INACTIVE", PATIENTLY);
    }
    try (Visitor operator = shop.operator(Look.WITHOUT_SCRIPTS)) {
      operator.open(RECOMMENDER);
      operator.click("Start the recommender");
      operator.press("Start the recommender");

      assertThat(operator.page()).hasURL(Pattern.compile(".*" + RECOMMENDER + "$"));
    }
  }
}
