// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.testing.Shop;

class PlacesTest extends PageTest {
  private static final String GROUP = "/console/groups/shop";

  @BeforeEach
  void open() {
    shop.open();
  }

  @Test
  void an_arn_leads_to_its_page() {
    Arn solution = shop.solution("aws-user-personalization");
    Arn version = shop.untrained(solution);
    shop.untrained(solution);
    Arn second = shop.untrained(solution);

    assertThat(place("/console/go?arn=" + Shop.GROUP)).isEqualTo(GROUP);
    assertThat(place("/console/go?arn=" + Shop.dataset())).isEqualTo(GROUP + "/data/INTERACTIONS");
    assertThat(place("/console/go?arn=" + version))
        .isEqualTo(GROUP + "/models/" + solution.id() + "/1");
    assertThat(place("/console/go?arn=" + second))
        .isEqualTo(GROUP + "/models/" + solution.id() + "/3");
    assertThat(place("/console/go?arn=" + shop.campaign(version)))
        .startsWith(GROUP + "/serving/campaigns/");
    assertThat(place("/console/find?q=%20" + Shop.dataset()))
        .isEqualTo(GROUP + "/data/INTERACTIONS");
  }

  @Test
  void what_is_gone_has_no_page_and_what_is_no_arn_is_said_to_be_none() {
    Arn gone = Shop.GROUP.sibling(ResourceType.CAMPAIGN, "gone");

    assertThat(browser.get("/console/go?arn=" + gone).statusCode()).isEqualTo(404);
    assertThat(browser.get("/console/go?arn=arn:aws:nothing").statusCode()).isEqualTo(400);
  }

  @Test
  void what_is_found_once_is_shown_at_once() {
    Arn solution = shop.solution("aws-user-personalization");
    shop.stock("mug");

    assertThat(place(GROUP + "/find?q=" + solution.id())).isEqualTo(GROUP + "/models");
    assertThat(place(GROUP + "/find?q=mug")).isEqualTo(GROUP + "/item?id=mug");
  }

  @Test
  void what_is_found_more_than_once_is_listed() {
    shop.stock("anna");
    shop.sell(
        loader -> loader.add("anna", "mug", "buy", Double.NaN, 1_000, null, null, null, null));

    assertThat(browser.get(GROUP + "/find?q=anna").body())
        .contains("href=\"/console/groups/shop/user?id=anna\"")
        .contains("href=\"/console/groups/shop/item?id=anna\"");
    assertThat(browser.get(GROUP + "/find?q=ann").body())
        .contains("has nothing of exactly this name");
    assertThat(browser.get("/console/find?q=%3Cscript%3E").body())
        .contains("&lt;script&gt;")
        .doesNotContain("<script>");
  }

  private String place(String path) {
    HttpResponse<String> answer = browser.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }
}
