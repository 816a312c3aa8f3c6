// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.options.AriaRole;
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
import org.openpersonalize.acceptance.Shop;

/** A filter is made, changed with its effect in view, and deleted, in a browser. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FiltersTest {
  private static final String GROUP = "/console/groups/filtered";
  private static final String FILTERS = GROUP + "/filters";
  private static final String DEAR = FILTERS + "/dear";
  private static final String STRICTER =
      "?filterExpression=INCLUDE+ItemID+WHERE+Items.PRICE+%3E+55&replay=true";

  private LiveShop shop;

  @BeforeAll
  void open(ServiceProcess service) {
    shop = LiveShop.open(service, "filtered");
    shop.stock();
  }

  @AfterAll
  void close() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  @Order(1)
  void an_expression_is_checked_while_it_is_written_and_becomes_a_filter() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Filters");
      assertThat(operator.page().locator("main"))
          .containsText("EXCLUDE ItemID WHERE Items.PRICE < 1");
      operator.page().getByLabel("Name", exactly()).fill("dear");
      operator.page().getByLabel("Expression").fill("INCLUDE ItemID WHERE Items.PRIZE > 19");
      assertThat(operator.page().locator("#verdict")).containsText("has no column PRIZE");
      assertThat(operator.page().locator("#verdict pre")).hasText(Pattern.compile(" {21}\\^$"));

      operator.page().getByLabel("Expression").fill("INCLUDE ItemID WHERE Items.PRICE > 19");
      assertThat(operator.page().locator("#verdict")).containsText("It keeps 40 of 60 items.");
      operator.press("Create");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/filters/dear$"));
      assertThat(operator.clicks()).isEqualTo(2);
    }
  }

  @Test
  @Order(2)
  void it_is_changed_with_its_effect_in_view_in_three_clicks() {
    shop.ask("dear");
    try (Visitor operator = shop.operator(Look.WIDE)) {
      Shop.eventually("the requests to be recorded", () -> {
        operator.open(DEAR + "?replay=true");
        return operator.page().content().contains("in the last 60 requests of filtered");
      });
      operator.open("/console");

      operator.click("Filters");
      operator.click("dear");
      operator.page().getByLabel("Expression").fill("INCLUDE ItemID WHERE Items.PRICE > 52");
      assertThat(operator.page().locator("#preview"))
          .containsText("in the last 60 requests of filtered");
      assertThat(operator.page().locator("#preview tbody tr").first())
          .containsText(Pattern.compile("Full lists\\s*100.0 %\\s*0.0 %"));
      assertThat(operator.page().locator("#preview")).containsText("7 of 10");
      operator.press("Replace dear");

      assertThat(operator.page().getByRole(AriaRole.STATUS)).containsText("Replaced.");
      assertThat(operator.page().getByLabel("Expression"))
          .hasValue("INCLUDE ItemID WHERE Items.PRICE > 52");
      assertThat(operator.clicks()).isEqualTo(3);
    }
  }

  @Test
  @Order(3)
  void without_scripts_the_effect_takes_a_click() {
    try (Visitor operator = shop.operator(Look.WITHOUT_SCRIPTS)) {
      operator.click("Filters");
      operator.click("dear");
      operator.page().getByLabel("Expression").fill("INCLUDE ItemID WHERE Items.PRICE > 30");
      operator.press("Preview");
      assertThat(operator.page().locator("#preview tbody tr").first())
          .containsText(Pattern.compile("Full lists\\s*0.0 %\\s*100.0 %"));
      operator.press("Replace dear");

      assertThat(operator.page().locator("main")).containsText("Replaced.");
      assertThat(operator.clicks()).isEqualTo(4);
    }
  }

  @Test
  @Order(4)
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
        GROUP + "/data/ITEMS/schema",
        FILTERS,
        FILTERS + "?filterExpression=INCLUDE+ItemID+WHERE+Items.COLOUR+IN+(%22red%22)",
        DEAR,
        DEAR + STRICTER,
        DEAR + STRICTER + "&requests=unfiltered",
        DEAR + "/delete");
  }

  @Test
  @Order(5)
  void koreans_read_korean() {
    try (Visitor operator = shop.operator(Look.KOREAN)) {
      operator.click("필터");
      operator.click("dear");
      operator.page().getByLabel("표현식").first().fill("INCLUDE ItemID WHERE Items.PRICE > 55");

      assertThat(operator.page().locator("#verdict")).containsText("항목 60개 중 4개가 남습니다.");
      assertThat(operator.page().locator("#preview")).containsText("최근 요청 60건에서 달라지는 점 (filtered)");
    }
  }

  @Test
  @Order(6)
  void what_is_refused_is_said_and_kept() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(DEAR);
      operator.page().getByLabel("Expression").fill("INCLUDE ItemID WHERE Items.PRICE >");
      assertThat(operator.page().locator("#verdict")).containsText("but found the end");
      operator.expects(422);
      operator.press("Replace dear");

      assertThat(operator.page().getByRole(AriaRole.ALERT)).containsText("but found the end");
      assertThat(operator.page().getByLabel("Expression"))
          .hasValue("INCLUDE ItemID WHERE Items.PRICE >");
      operator.assertAccessible();
    }
  }

  @Test
  @Order(8)
  void it_is_saved_under_another_name_and_deleted_after_it_is_said_who_names_it() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(DEAR);
      operator.press("Save as new");
      assertThat(operator.page().getByLabel("Expression"))
          .hasValue("INCLUDE ItemID WHERE Items.PRICE > 30");
      operator.page().getByLabel("Name", exactly()).fill("dearer");
      operator.press("Create");
      assertThat(operator.page()).hasURL(Pattern.compile(".*/filters/dearer$"));

      operator.open(DEAR);
      operator.click("Delete");
      assertThat(operator.page().locator("main"))
          .containsText("filtered: 60 of its recorded requests name it.");
      operator.press("Delete");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/filters$"));
    }
  }

  private static GetByLabelOptions exactly() {
    return new GetByLabelOptions().setExact(true);
  }
}
