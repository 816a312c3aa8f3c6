// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.SharedService;

/** The pages of a small shop that is live. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConsoleTest {
  private static final String GROUP = "/console/groups/browsed";

  private static final ContainsTextOptions PATIENTLY = new ContainsTextOptions().setTimeout(60_000);

  private LiveShop shop;

  @BeforeAll
  void open(ServiceProcess service) {
    shop = LiveShop.open(service, "browsed");
    shop.isVisited();
  }

  @AfterAll
  void close() {
    if (shop != null) {
      shop.close();
    }
  }

  private static List<String> paths() {
    return List.of(
        "/console",
        "/console/jobs",
        "/console/jobs?status=failed",
        "/console/system",
        "/console/access",
        "/console/new-group",
        GROUP + "/data",
        GROUP + "/data/INTERACTIONS",
        GROUP + "/data/ITEMS",
        GROUP + "/data/INTERACTIONS/import",
        GROUP + "/exports",
        GROUP + "/deletions",
        GROUP + "/users",
        GROUP + "/user?id=u4",
        GROUP + "/items",
        GROUP + "/item?id=i1",
        GROUP + "/filters",
        GROUP + "/measure",
        GROUP + "/measure?range=quarter",
        GROUP + "/measure/attribution",
        GROUP + "/try?user=u4",
        GROUP + "/try?user=u4&item=i1");
  }

  @Test
  void every_page_fits_and_is_light_and_for_everybody() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      for (String path : paths()) {
        operator.inspect(path);
      }
      operator.expects(404);
      operator.inspect("/console/nowhere");
    }
  }

  @Test
  void every_page_fits_in_korean_where_there_is_little_room() {
    try (Visitor operator = shop.operator(Look.NARROW_KOREAN)) {
      for (String path : paths()) {
        operator.open(path);
        operator.assertFits();
      }
    }
  }

  @Test
  void the_sign_in_is_for_everybody_and_says_what_is_wrong() {
    try (Visitor visitor = shop.visitor(Look.NARROW)) {
      visitor.open("/console");
      visitor.assertFits();
      visitor.assertAccessible();
      visitor.page().locator("#accessKeyId").fill("nobody");
      visitor.page().locator("#secretAccessKey").fill("wrong");
      visitor.expects(422);
      visitor.press("Sign in");
      assertThat(visitor.page().getByRole(AriaRole.ALERT))
          .containsText("The access key id or the secret is wrong.");
      assertThat(visitor.page().locator("#accessKeyId")).hasValue("nobody");
      visitor.assertAccessible();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Look.class,
      names = {"WIDE", "WITHOUT_SCRIPTS"})
  void what_a_user_gets_and_why_takes_two_clicks(Look look) {
    try (Visitor operator = shop.operator(look)) {
      operator.click("Try it");
      operator.page().locator("#user").fill("u4");
      operator.page().keyboard().press("Enter");
      assertThat(operator.page().locator("#history")).hasText("History: 20");
      operator.click(operator.page().locator("tbody a:text-is('Why')").first());

      assertThat(operator.page().locator("#why")).containsText("What the user did");
      assertThat(operator.clicks()).isEqualTo(2);
    }
  }

  @Test
  void why_an_item_is_not_shown_takes_a_click() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Try it");
      operator.page().locator("#user").fill("u4");
      operator.page().keyboard().press("Enter");
      operator.page().getByLabel("Why is this item shown, or not shown?").fill("i1");
      operator.page().keyboard().press("Enter");

      assertThat(operator.page().locator("#why")).containsText("not shown");
      assertThat(operator.page().locator("#why")).containsText("Others are better.");
      assertThat(operator.clicks()).isEqualTo(1);
    }
  }

  @Test
  void an_event_is_in_the_history_at_once() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(GROUP + "/try?user=newcomer");
      assertThat(operator.page().locator("#history")).hasText("History: 0");
      operator.click(operator.page().getByText("Send an event"));
      operator.page().locator("#eventItem").fill("i4");
      operator.press("Send");

      assertThat(operator.page().locator("#history")).hasText("History: 1");
    }
  }

  @Test
  void a_dataset_is_exported_and_its_file_is_downloaded() throws IOException {
    String folder = shop.upload("exports/marker", List.of("x")).replace("marker", "");
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(GROUP + "/data");
      operator.click("Exports");
      operator.page().locator("#path").fill(folder);
      operator.page().locator("#jobName").fill("browsed-export");
      operator.press("Export");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/exports/browsed-export$"));
      assertThat(operator.page().locator("#state .badge")).containsText("ACTIVE", PATIENTLY);
      assertThat(operator.page().locator("#files ~ table tbody tr"))
          .containsText("browsed-export.part-00001.csv");
      operator.inspect(GROUP + "/exports/browsed-export");
      Download file = operator
          .page()
          .waitForDownload(
              () -> operator.page().locator("#files ~ table a[download]").click());
      assertThat(Files.readAllLines(file.path()).get(0))
          .isEqualTo("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP");
    }
    try (Visitor operator = shop.operator(Look.NARROW_KOREAN)) {
      operator.open(GROUP + "/exports/browsed-export");
      operator.assertFits();
      assertThat(operator.page().locator("#files")).hasText("파일");
    }
  }

  @Test
  void what_comes_of_recommendations_is_drawn_once_somebody_has_it_measured() {
    String path = GROUP + "/measure/attribution";
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(GROUP + "/measure");
      operator.click("What comes of recommendations, by metric and source");
      operator.page().locator("#metricName").fill("events");
      operator.page().locator("#eventType").fill("Attributed");
      operator.press("Measure");
      assertThat(operator.page().locator("#main"))
          .containsText("Nothing was counted in this time.");
      operator.open(GROUP + "/try?user=measured");
      operator.click(operator.page().getByText("Send an event"));
      operator.page().locator("#eventItem").fill("i4");
      operator.page().locator("#eventType").fill("attributed");
      operator.press("Send");
      assertThat(operator.page().locator("#history")).hasText("History: 1");
      operator.open(path);
      await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1)).until(() -> {
        operator.page().reload();
        return operator.page().locator("#metric1 ~ figure .uplot").count() == 1;
      });
      assertThat(operator.page().locator("#metric1 ~ figure"))
          .containsText("1 in this time, 0 of it after a recommendation.");
      operator.inspect(path);
      operator.inspect(path + "/delete");
      operator.inspect(path + "/change");
      operator.page().locator("#metricName").fill("views");
      operator.page().locator("#eventType").fill("view");
      operator.press("Change");
      assertThat(operator.page().locator("#metric2")).hasText("views");
    }
    try (Visitor operator = shop.operator(Look.NARROW_KOREAN)) {
      operator.open(path + "/change");
      operator.assertFits();
      operator.open(path + "?range=week");
      operator.assertFits();
      assertThat(operator.page().locator("#main")).containsText("출처 없음");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void what_came_in_and_was_asked_is_measured_when_its_minute_is_over() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.click("Measure");
      assertThat(operator.page().locator("#events ~ figure"))
          .containsText(Pattern.compile("6[0-9] events in the last seven days"));
      await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1)).until(() -> {
        operator.page().reload();
        return operator.page().locator("#answers ~ figure").count() == 2;
      });
      assertThat(operator.page().locator("#answers ~ figure .uplot")).hasCount(2);
      operator.inspect(GROUP + "/measure");
    }
    try (Visitor operator = shop.operator(Look.WITHOUT_SCRIPTS)) {
      operator.open(GROUP + "/measure");
      assertThat(operator.page().locator("#answers ~ figure svg")).hasCount(2);
    }
  }

  @Test
  void everything_can_be_reached_by_the_keyboard() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.page().keyboard().press("Tab");
      assertThat(operator.page().locator(":focus")).hasText("Skip to the content");
      operator.page().keyboard().press("Enter");
      assertThat(operator.page().locator("#main")).isFocused();

      operator.open("/console");
      List<String> reached = new ArrayList<>();
      for (int tab = 0; tab < 30 && !reached.contains("Try it"); tab++) {
        operator.page().keyboard().press("Tab");
        reached.add(operator.page().locator(":focus").first().innerText().strip());
      }
      operator.page().keyboard().press("Enter");
      assertThat(operator.page()).hasURL(Pattern.compile(".*/try$"));
    }
  }

  @Test
  void times_are_in_the_zone_of_the_browser_which_is_named() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(GROUP + "/try?user=u4");
      assertThat(operator.page().locator("time").first()).containsText("GMT+9");
    }
    try (Visitor operator = shop.operator(Look.WITHOUT_SCRIPTS)) {
      operator.open(GROUP + "/try?user=u4");
      assertThat(operator.page().locator("time").first()).containsText("UTC");
    }
  }
}
