// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import java.util.List;
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

/** From one version to the next and back again, in a browser, with the clicks that takes. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ModelsAndServingTest {
  private static final String GROUP = "/console/groups/models";
  private static final ContainsTextOptions PATIENTLY = new ContainsTextOptions().setTimeout(60_000);

  private LiveShop shop;

  @BeforeAll
  void open(ServiceProcess service) {
    shop = LiveShop.open(service, "models");
  }

  @AfterAll
  void close() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  @Order(1)
  void a_version_is_trained_with_a_forecast_in_view_in_three_clicks() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Models");
      operator.click("Train a new version");
      assertThat(operator.page().locator("main")).containsText("can be trained", PATIENTLY);
      operator.press("Train");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/models/models/2$"));
      assertThat(operator.clicks()).isEqualTo(3);
      assertThat(operator.page().locator("h1 + .badge")).containsText("ACTIVE", PATIENTLY);
    }
  }

  @Test
  @Order(2)
  void it_is_compared_with_the_live_one_in_two_clicks() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Models");
      operator.click("Compare v2 with v1");

      assertThat(operator.page().locator("h1")).hasText("v2 compared with v1");
      assertThat(operator.page().locator("#churn")).containsText("of 10 items stay", PATIENTLY);
      assertThat(operator.clicks()).isEqualTo(2);
    }
  }

  @Test
  @Order(3)
  void every_page_fits_and_is_light_and_for_everybody() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      for (String path : paths()) {
        operator.inspect(path);
      }
    }
    try (Visitor operator = shop.operator(Look.NARROW_KOREAN)) {
      for (String path : paths()) {
        operator.open(path);
        operator.assertFits();
      }
    }
  }

  private static List<String> paths() {
    return List.of(
        GROUP + "/models",
        GROUP + "/models/train",
        GROUP + "/models/models/train",
        GROUP + "/models/models/2",
        GROUP + "/models/models/delete",
        GROUP + "/models/models/schedule",
        GROUP + "/compare?v=models/1&v=models/2&equal=true",
        GROUP + "/serving",
        GROUP + "/serving/new",
        GROUP + "/serving/batch",
        GROUP + "/serving/campaigns/models",
        GROUP + "/serving/campaigns/models/live?version=models/2",
        GROUP + "/serving/campaigns/models/delete",
        GROUP + "/blind?campaign=models&look=true",
        GROUP + "/models/models/versions",
        GROUP + "/models/models/cadence");
  }

  @Test
  @Order(4)
  void it_is_put_live_in_three_clicks() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click(
          operator.page().locator("#live ~ table a:text-is('models')").first());
      operator.click("Put v2 live in models");
      assertThat(operator.page().locator("main")).containsText("v1 answers until then and is kept");
      operator.press("Put live");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/campaigns/models$"));
      assertThat(operator.clicks()).isEqualTo(3);
      assertThat(operator.page().locator("#history ~ table tbody tr").first())
          .containsText("models v2", PATIENTLY);
    }
  }

  @Test
  @Order(5)
  void the_earlier_one_is_back_in_three_clicks_also_without_scripts() {
    try (Visitor operator = shop.operator(Look.WITHOUT_SCRIPTS)) {
      operator.click(
          operator.page().locator("#live ~ table a:text-is('models')").first());
      operator.click("Roll back to v1");
      assertThat(operator.page().locator("h1")).hasText("Roll back models to v1?");
      operator.press("Roll back");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/campaigns/models$"));
      assertThat(operator.clicks()).isEqualTo(3);
    }
  }

  @Test
  @Order(6)
  void the_lines_of_a_file_are_answered_by_a_form_that_says_what_is_wrong_with_it() {
    String users = shop.upload("batch/users.json", List.of("{\"userId\": \"u1\"}", "no json"));
    String folder = users.substring(0, users.lastIndexOf('/')) + "/answers";
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.expects(422);
      operator.click("Serving");
      operator.click("Batch jobs");
      operator.page().locator("#jobName").fill("models-batch");
      operator.page().locator("#jobInput").fill(users);
      operator.page().locator("#jobOutput").fill(folder);
      operator.press("Start the job");
      assertThat(operator.page().locator("#errors")).containsText("must be a folder");

      operator.page().locator("#jobOutput").fill(folder + "/");
      operator.press("Start the job");
      assertThat(operator.page().locator("#jobs ~ table tbody tr")).containsText("models-batch");
      operator.click("Jobs");
      assertThat(
              operator.page().locator("tr", new Page.LocatorOptions().setHasText("models-batch")))
          .containsText("Batch inference");
    }
  }

  @Test
  @Order(7)
  void what_nobody_sees_is_a_click_away_and_how_often_to_train_three() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Which items are never shown?");

      assertThat(operator.page().locator("h1")).hasText("Blind spots");
      assertThat(operator.page().locator("#report")).containsText("can be shown", PATIENTLY);
      assertThat(operator.clicks()).isEqualTo(1);
    }
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Models");
      operator.click("How often to train?");
      operator.click("Test how often to train");

      assertThat(operator.page().locator("#outlook"))
          .containsText("four weeks of them are needed", PATIENTLY);
      assertThat(operator.clicks()).isEqualTo(3);
    }
  }

  @Test
  @Order(8)
  void events_are_weighed_by_a_form_that_says_which_row_is_wrong() {
    shop.createSolution("models-weighed", "aws-user-personalization-v2");
    String path = GROUP + "/models/models-weighed/events";
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.expects(422);
      operator.inspect(path);
      operator.page().locator("#eventType").fill("buy");
      operator.page().locator("#eventType2").fill("view");
      operator.page().locator("#weight2").fill("10");
      operator.press("Weigh events");
      assertThat(operator.page().locator("#errors a")).hasAttribute("href", "#weight2");

      operator.page().locator("#weight2").fill("0.1");
      operator.press("Weigh events");
      operator.click("Weigh the events of models-weighed");
      assertThat(operator.page().locator("#weight2")).hasValue("0.1");
      assertThat(operator.page().locator("details.command")).containsText("update-solution");
    }
    try (Visitor operator = shop.operator(Look.NARROW_KOREAN)) {
      operator.open(path);
      operator.assertFits();
    }
  }
}
