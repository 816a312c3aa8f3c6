// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openpersonalize.acceptance.CornerShop;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.SharedService;
import org.openpersonalize.acceptance.Shop;

/** A shop with very many users and hostile titles, a session that ends at the wrong moment, and two nodes. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class HardTimesTest {
  private static final String GROUP = "/console/groups/hard";
  private static final int USERS = 100_000;
  private static final String HOSTILE =
      "<img src=/nowhere onerror=alert(1)>\"'><script>alert(2)</script><h1>";

  private ServiceProcess service;
  private LiveShop shop;

  @BeforeAll
  void open(ServiceProcess shared) {
    service = shared;
    shop = LiveShop.open(service, "hard");
    shop.bring("users", CornerShop.USER_AGES, users());
    shop.bring("items", CornerShop.ITEM_TITLES, titles());
  }

  @AfterAll
  void close() {
    if (shop != null) {
      shop.close();
    }
  }

  private static List<String> users() {
    List<String> lines = new ArrayList<>(USERS + 1);
    lines.add("USER_ID,AGE");
    for (int user = 0; user < USERS; user++) {
      lines.add("u%d,%d".formatted(user, 18 + user % 60));
    }
    return lines;
  }

  private static List<String> titles() {
    List<String> lines = new ArrayList<>();
    lines.add("ITEM_ID,TITLE,PRICE");
    for (int item = 0; item < CornerShop.ITEMS; item++) {
      lines.add("i%d,\"%s\",1".formatted(item, HOSTILE.replace("\"", "\"\"")));
    }
    return lines;
  }

  @Test
  void a_hundred_thousand_users_are_listed_by_the_page() {
    try (Visitor operator = shop.operator(Look.WIDE)) {
      operator.open(GROUP + "/data");
      assertThat(operator.page().locator("main")).containsText("100,000");
      operator.inspect(GROUP + "/users");
      assertThat(operator.page().locator("tbody tr")).hasCount(50);
      operator.click("Next");
      assertThat(operator.page().locator("tbody tr")).hasCount(50);
      operator.inspect(GROUP + "/users?from=u99999");
      assertThat(operator.page().locator("tbody tr")).hasCount(1);
    }
  }

  @Test
  void a_title_is_text_whatever_is_in_it() {
    try (Visitor operator = shop.operator(Look.NARROW)) {
      List<String> said = new ArrayList<>();
      operator.page().onDialog(dialog -> {
        said.add(dialog.message());
        dialog.dismiss();
      });
      for (String path : List.of("/items", "/item?id=i1", "/try?user=u4&item=i1", "/user?id=u4")) {
        operator.open(GROUP + path);
        assertThat(operator.page().locator("main")).containsText(HOSTILE);
        assertThat(operator.page().locator("main img, main script")).hasCount(0);
        assertThat(operator.page().locator("h1")).hasCount(1);
        operator.assertFits();
      }
      assertThat(said).isEmpty();
    }
  }

  @Test
  void a_session_that_ends_during_an_upload_is_said_and_one_comes_back_to_the_form() {
    try (Visitor operator = shop.operator(Look.WIDE);
        Visitor other = shop.operator(Look.WIDE)) {
      operator.open(GROUP + "/data/ITEMS/import");
      operator
          .page()
          .locator("#file")
          .setInputFiles(new FilePayload(
              "items.csv", "text/csv", String.join("\n", titles()).getBytes(UTF_8)));
      other.open("/console/access");
      other.press("Sign out all others");
      operator.press("Look at its columns");

      assertThat(operator.page()).hasURL(Pattern.compile(".*/console/sign-in\\?next=.*"));
      operator.page().locator("#accessKeyId").fill(service.accessKey());
      operator.page().locator("#secretAccessKey").fill(service.secretKey());
      operator.page().keyboard().press("Enter");
      assertThat(operator.page()).hasURL(Pattern.compile(".*" + GROUP + "/data/ITEMS/import$"));
    }
  }

  @Test
  void who_is_signed_in_at_a_node_is_signed_in_at_the_other_and_both_are_seen()
      throws IOException, InterruptedException {
    try (ServiceProcess beside = service.startGatewayBeside();
        Visitor operator = shop.operator(Look.WIDE)) {
      operator.moveTo(beside);
      operator.open(GROUP + "/try?user=u4");
      assertThat(operator.page().locator("#history")).hasText("History: 20");
      Shop.eventually("both nodes to be seen", () -> {
        operator.open("/console/system");
        return operator.page().locator("#nodes ~ table tbody tr").count() > 1;
      });
    }
  }
}
