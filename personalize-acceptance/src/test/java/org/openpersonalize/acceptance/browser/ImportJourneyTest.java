// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.SharedService;

/** Somebody brings in a CSV that was never written for this service. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ImportJourneyTest {
  private LiveShop shop;

  @BeforeAll
  void open(ServiceProcess service) {
    shop = LiveShop.open(service, "imported");
  }

  @AfterAll
  void close() {
    if (shop != null) {
      shop.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Look.class,
      names = {"WIDE", "NARROW_DARK", "NARROW_KOREAN", "WITHOUT_SCRIPTS"})
  void a_csv_is_brought_in_and_checked_first_with_two_clicks(Look look) {
    try (Visitor operator = shop.operator(look)) {
      Page page = operator.page();
      operator.click(page.locator("a.button[href*='/imported/']").first());
      page.locator("#datasetType").selectOption("ITEMS");
      bring(page, look.name().toLowerCase(Locale.ROOT) + ".csv", items());

      assertThat(page.locator("#field-0")).hasValue("ITEM_ID");
      assertThat(page.locator("#field-3")).hasValue("CREATION_TIMESTAMP");
      operator.assertFits();
      inspect(operator, look);
      page.locator("form.panel > button").focus();
      page.keyboard().press("Enter");

      assertThat(page.locator("h1")).containsText("41");
      assertThat(page.locator(".reasons").first()).containsText("31/02/2011");
      operator.assertFits();
      inspect(operator, look);
      operator.click(page.locator("#import"));

      assertThat(page).hasURL(Pattern.compile(".*/data/ITEMS$"));
      assertThat(operator.clicks()).isEqualTo(2);
      awaitRows(page);
      operator.assertFits();
    }
  }

  @Test
  void what_is_no_csv_is_said_at_the_file_and_another_one_can_be_brought() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      Page page = operator.page();
      operator.open("/console/groups/imported/data/ITEMS/import");
      operator.expects(422);
      bring(page, "book.xlsx", "PK");
      assertThat(page.locator("#file-error")).containsText("Excel workbook");
      assertThat(page.locator("#errors")).isFocused();
      operator.assertAccessible();

      bring(page, "items.csv", items());

      assertThat(page.locator("#field-0")).hasValue("ITEM_ID");
    }
  }

  @Test
  void a_group_is_made_by_its_name_and_enter() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("New dataset group");
      operator.page().locator("#name").fill("another-shop");
      operator.page().keyboard().press("Enter");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/another-shop/data$"));
      assertThat(operator.page().locator("#insights")).containsText("aws-user-personalization");
      operator.assertAccessible();
      assertThat(operator.clicks()).isEqualTo(1);
    }
  }

  private static void bring(Page page, String name, String content) {
    page.locator("#file").setInputFiles(new FilePayload(name, "text/csv", content.getBytes(UTF_8)));
    page.locator("form.upload > button").focus();
    page.keyboard().press("Enter");
  }

  /** The rows appear by themselves where there are scripts, else when the page is loaded again. */
  private static void awaitRows(Page page) {
    Awaitility.await().untilAsserted(() -> {
      page.reload();
      assertThat(page.locator("#imports .badge.ok").count()).isPositive();
    });
    assertThat(page.locator(".facts").first()).containsText("40");
  }

  private static void inspect(Visitor operator, Look look) {
    if (look != Look.WITHOUT_SCRIPTS) {
      operator.assertAccessible();
    }
  }

  private static String items() {
    return "sku;category;price;added on;note\r\n"
        + IntStream.range(0, 40)
            .mapToObj(i -> "i%d;%s;%d,90;%02d/12/2011;\"one\r\ntwo\"\r\n"
                .formatted(i, i % 2 == 0 ? "cups" : "bowls", i, 1 + i % 28))
            .collect(Collectors.joining())
        + "i99;cups;1;31/02/2011;x\r\n";
  }
}
