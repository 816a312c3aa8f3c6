// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.deployment.CampaignDeployments;
import org.openpersonalize.store.deployment.CampaignDeployments.Deployment;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** What is said before a version goes live, and what is told of it afterwards. */
@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DeploymentPlanServiceTest {
  private static final String RECIPE = "aws-user-personalization-v2";
  private static final CampaignConfig FOLLOWING = new CampaignConfig(null, null, true, null);

  @Autowired
  DeploymentPlanService plans;

  @Autowired
  CampaignService campaigns;

  @Autowired
  CampaignDeployment deployment;

  @Autowired
  CampaignSync sync;

  @Autowired
  CampaignDeployments history;

  @Autowired
  Shop shop;

  private Arn solution;
  private Arn first;

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
    solution = shop.solution(RECIPE);
    first = shop.trained(solution);
  }

  @Test
  void a_version_goes_live_and_the_campaign_goes_on_as_it_was_otherwise() throws IOException {
    Arn campaign = shop.campaign(first);
    Arn second = shop.trained(solution);

    DeploymentPlan plan = plans.plan(campaign, second);

    assertThat(plan.from().number()).isEqualTo(1);
    assertThat(plan.to().number()).isEqualTo(2);
    assertThat(plan.isRollback()).isFalse();
    assertThat(plan.endsFollowing()).isFalse();
    assertThat(plan.request()).isEqualTo(new UpdateCampaign(campaign, second, null, null));
    carryOut(plan);
    assertThat(history.latest(campaign))
        .extracting(Deployment::versionNumber, Deployment::isAutomatic)
        .containsExactly(tuple(2, false), tuple(1, false));
  }

  @Test
  void rolling_back_ends_that_the_campaign_follows_its_solution_and_nothing_else()
      throws IOException {
    CampaignConfig config = new CampaignConfig(Map.of(), false, true, null);
    Arn campaign = shop.campaign(solution.child(Arn.LATEST), config);
    Arn second = shop.trained(solution);
    sync.run(second);
    deployment.run(campaign);

    DeploymentPlan plan = plans.plan(campaign, first);

    assertThat(plan.isRollback()).isTrue();
    assertThat(plan.endsFollowing()).isTrue();
    carryOut(plan);
    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(first);
    assertThat(describe(campaign).campaignConfig())
        .isEqualTo(new CampaignConfig(Map.of(), false, false, null));
    Arn third = shop.trained(solution);
    sync.run(third);
    deployment.run(campaign);
    assertThat(describe(campaign).solutionVersionArn())
        .as("the next training undoes nothing")
        .isEqualTo(first);
    assertThat(history.latest(campaign))
        .extracting(Deployment::versionNumber, Deployment::isAutomatic)
        .containsExactly(tuple(1, false), tuple(2, true), tuple(1, false));
  }

  @Test
  void a_campaign_that_follows_goes_on_following_when_it_is_given_the_newest() throws IOException {
    Arn campaign = shop.campaign(solution.child(Arn.LATEST), FOLLOWING);
    Arn second = shop.trained(solution);

    DeploymentPlan plan = plans.plan(campaign, second);

    assertThat(plan.endsFollowing()).isFalse();
    carryOut(plan);
    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(second);
    assertThat(describe(campaign).campaignConfig()).isEqualTo(FOLLOWING);
  }

  @Test
  void a_damaged_model_never_comes_into_the_history() throws IOException {
    Arn campaign = shop.campaign(first);
    Arn second = shop.trained(solution);
    shop.damage(second);

    carryOut(plans.plan(campaign, second));

    assertThat(history.latest(campaign)).singleElement().satisfies(only -> {
      assertThat(only.solutionVersionArn()).isEqualTo(first);
      assertThat(only.isLive()).isTrue();
    });
  }

  @Test
  void nothing_is_planned_that_could_not_be_done() throws IOException {
    Arn campaign = shop.campaign(first);
    Arn untrained = shop.untrained(solution);

    assertRefused(
        ErrorCode.INVALID_INPUT, "answers with v1 already", () -> plans.plan(campaign, first));
    assertRefused(
        ErrorCode.INVALID_INPUT, "v2 is CREATE PENDING", () -> plans.plan(campaign, untrained));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        "does not exist",
        () -> plans.plan(campaign, solution.child("none")));
  }

  private void carryOut(DeploymentPlan plan) {
    campaigns.update(plan.request());
    deployment.run(plan.request().campaignArn());
  }

  private Campaign describe(Arn campaign) {
    return campaigns.describe(new DescribeCampaign(campaign)).campaign();
  }
}
