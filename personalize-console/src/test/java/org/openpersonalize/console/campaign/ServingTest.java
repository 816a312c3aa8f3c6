// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Market;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.springframework.beans.factory.annotation.Autowired;

/** What answers, putting another version live, and an earlier one again. */
class ServingTest extends PageTest {
  private static final String SERVING = "/console/groups/shop/serving";
  private static final String RECIPE = "aws-popularity-count";

  @Autowired
  Market market;

  @Autowired
  CampaignService campaigns;

  private Arn first;

  @BeforeEach
  void open() {
    market.open();
    market.sell();
    first = market.trained(RECIPE);
  }

  @Test
  void without_a_campaign_a_version_can_be_put_live() {
    assertThat(page(SERVING)).contains("No campaign answers yet.", SERVING + "/new");
    assertThat(page(SERVING + "/new?version=" + name(first, 1)))
        .contains("<option value=\"" + name(first, 1) + "\" selected=\"selected\"");

    HttpResponse<String> refused = create("not a name", false);
    HttpResponse<String> created = create("home", true);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("href=\"#name\"", "value=\"not a name\"");
    assertThat(created.statusCode()).isEqualTo(303);
    assertThat(created.headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith(SERVING + "/campaigns/home"));
    assertThat(page(SERVING + "/campaigns/home"))
        .contains("CREATE PENDING", "hx-trigger=\"every 2s\"", "It has not answered yet.")
        .contains("go live by themselves");
    assertThat(create("home", false).body()).contains("href=\"#name\"");
    assertThat(page(SERVING)).contains("CREATE PENDING", ">home<");
  }

  @Test
  void without_a_trained_version_the_page_leads_to_the_models() {
    market.open(market.group("empty"));

    assertThat(page("/console/groups/empty/serving"))
        .contains("There is no trained version yet.", "href=\"/console/groups/empty/models\"");
    assertThat(page("/console/groups/empty/serving/new"))
        .contains("There is no trained version yet.");
  }

  @Test
  void a_new_version_goes_live_and_the_earlier_one_comes_back() {
    Arn campaign = market.live(first);
    Arn second = market.trained(first.parent());
    String path = SERVING + "/campaigns/" + campaign.id();
    String live = path + "/live?version=" + name(first, 2);

    assertThat(page(path)).contains("href=\"" + live + "\"", "Put v2 live in " + campaign.id());
    assertThat(page("/console/groups/shop/models/" + name(first, 2)))
        .contains("Put v2 live in " + campaign.id(), "Put live in a new campaign");
    assertThat(page(live))
        .contains("Put v2 live in " + campaign.id() + "?", "v1 answers until then and is kept")
        .contains("roll back to v1", "personalize update-campaign", "compare/lists?v=")
        .doesNotContain("switched off");

    HttpResponse<String> sent = post(path + "/live", name(first, 2));

    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(page(path)).contains("v2 is checked and loaded. v1 answers until then.");
    assertThat(browser.get(path + "/status").headers().firstValue("HX-Refresh")).isEmpty();
    market.deploy(campaign);
    assertThat(browser.get(path + "/status").headers().firstValue("HX-Refresh")).hasValue("true");
    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(second);
    String rollBack = path + "/live?version=" + name(first, 1);
    assertThat(page(path)).contains("href=\"" + rollBack + "\"", "Roll back to v1");
    assertThat(page(rollBack)).contains("Roll back " + campaign.id() + " to v1?");
    assertThat(page(rollBack + "&lists=true")).contains("10.0 of 10 items stay");

    assertThat(post(path + "/live", name(first, 1)).statusCode()).isEqualTo(303);
    market.deploy(campaign);

    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(first);
    assertThat(page(path + "?lang=ko")).contains("되돌리기", "운영 중").doesNotContain("??");
  }

  @Test
  void rolling_back_switches_following_off_and_says_so() {
    Arn campaign = market.live(first);
    market.trained(first.parent());
    campaigns.update(
        new UpdateCampaign(campaign, null, null, new CampaignConfig(null, null, true, null)));
    market.deploy(campaign);
    String path = SERVING + "/campaigns/" + campaign.id();

    assertThat(page(path + "/live?version=" + name(first, 1)))
        .contains("Following new versions is switched off, or the next training would undo this.");
    post(path + "/live", name(first, 1));
    market.deploy(campaign);

    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(first);
    assertThat(CampaignConfig.syncs(describe(campaign).campaignConfig())).isFalse();
    assertThat(page(path)).contains("go live by hand");
  }

  @Test
  void what_is_being_changed_is_not_changed_and_the_page_says_why() {
    Arn campaign = market.live(first);
    market.trained(first.parent());
    String path = SERVING + "/campaigns/" + campaign.id();
    post(path + "/live", name(first, 2));

    HttpResponse<String> again = post(path + "/live", name(first, 2));

    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body()).contains("is being updated", "role=\"alert\"");
    assertThat(browser.get(path + "/live?version=" + name(first, 1)).body())
        .contains("answers with v1 already");
    assertThat(browser.get(path + "/live?version=nonsense").statusCode()).isEqualTo(404);
  }

  @Test
  void a_campaign_is_deleted_once_somebody_has_read_what_that_means() {
    Arn campaign = market.live(first);
    String path = SERVING + "/campaigns/" + campaign.id();

    assertThat(page(path + "/delete")).contains("refused from then on", "delete-campaign");

    assertThat(post(path + "/delete", "").statusCode()).isEqualTo(303);
    assertThat(describe(campaign).status()).isEqualTo(Status.DELETE_PENDING);
    assertThat(page(SERVING)).contains("DELETE PENDING");
    assertThat(post(path + "/delete", "").statusCode()).isEqualTo(422);
  }

  @Test
  void a_campaign_of_another_group_is_not_there() {
    Arn campaign = market.live(first);
    market.open(market.group("other"));

    assertThat(browser
            .get("/console/groups/other/serving/campaigns/" + campaign.id())
            .statusCode())
        .isEqualTo(404);
  }

  private HttpResponse<String> create(String name, boolean follow) {
    return browser.post(
        SERVING + "/new",
        follow
            ? Map.of("_csrf", token(), "name", name, "version", name(first, 1), "follow", "true")
            : Map.of("_csrf", token(), "name", name, "version", name(first, 1)));
  }

  private HttpResponse<String> post(String path, String version) {
    return browser.post(path, Map.of("_csrf", token(), "version", version));
  }

  private static String name(Arn version, int number) {
    return version.parent().id() + "/" + number;
  }

  private Campaign describe(Arn campaign) {
    return campaigns.describe(new DescribeCampaign(campaign)).campaign();
  }
}
