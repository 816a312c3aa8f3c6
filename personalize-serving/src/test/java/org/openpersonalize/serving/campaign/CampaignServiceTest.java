// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.campaign.CampaignService.CampaignSummary;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DeleteCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.serving.campaign.CampaignService.ListCampaigns;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.testing.Announcements;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CampaignServiceTest {
  private static final String RECIPE = "aws-user-personalization-v2";
  private static final CampaignConfig FOLLOWING = new CampaignConfig(null, null, true, null);

  @Autowired
  CampaignService campaigns;

  @Autowired
  CampaignDeployment deployment;

  @Autowired
  CampaignDeletion deletion;

  @Autowired
  CampaignSync sync;

  @Autowired
  ChangeFeed feed;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
  }

  @Test
  void a_campaign_waits_for_its_deployment_and_is_active_after_it() throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn campaign = create("home", version, null);

    assertThat(campaign).isEqualTo(version.sibling(ResourceType.CAMPAIGN, "home"));
    assertThat(describe(campaign).status()).isEqualTo(Status.CREATE_PENDING);
    assertThat(deploymentsQueued(campaign)).isEqualTo(1);

    deployment.run(campaign);

    Campaign active = describe(campaign);
    assertThat(active.status()).isEqualTo(Status.ACTIVE);
    assertThat(active.solutionVersionArn()).isEqualTo(version);
    assertThat(active.minProvisionedTPS()).isEqualTo(1);
    assertThat(active.latestCampaignUpdate())
        .as("absent until the first update")
        .isNull();
  }

  @Test
  void a_campaign_needs_a_version_that_is_active() {
    Arn untrained = shop.untrained(shop.solution(RECIPE));
    Arn unknown = untrained.parent().child("00000000");

    assertRefused(
        ErrorCode.RESOURCE_IN_USE, "CREATE PENDING", () -> create("home", untrained, null));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND, unknown.toString(), () -> create("home", unknown, null));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        untrained.parent().toString(),
        () -> create("home", untrained.parent(), null));
    assertThat(list(null)).isEmpty();
  }

  @Test
  void a_model_without_room_beside_those_that_are_deployed_is_refused_and_what_serves_goes_on()
      throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn large = shop.trained(old.parent());
    Arn campaign = create("home", old, null);
    deployment.run(campaign);
    jdbc.sql("UPDATE published_model SET size_in_bytes = :size WHERE trained_arn = :trained")
        .param("size", 1L << 50)
        .param("trained", large.toString())
        .update();

    assertRefused(
        ErrorCode.LIMIT_EXCEEDED,
        "Set personalize.model.memory to 1073741825MB or more",
        () -> create("second", large, null));
    campaigns.update(new UpdateCampaign(campaign, large, null, null));
    deployment.run(campaign);

    Campaign goesOn = describe(campaign);
    assertThat(goesOn.status()).isEqualTo(Status.ACTIVE);
    assertThat(goesOn.solutionVersionArn()).isEqualTo(old);
    assertThat(goesOn.latestCampaignUpdate().status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(goesOn.latestCampaignUpdate().failureReason())
        .contains("The model of " + large + " takes 1073741824MB of memory");
  }

  @Test
  void a_name_is_taken_once() throws IOException {
    Arn version = shop.trained(RECIPE);
    create("home", version, null);

    assertRefused(
        ErrorCode.RESOURCE_ALREADY_EXISTS, "campaign/home", () -> create("home", version, null));
  }

  @Test
  void latest_is_the_newest_active_version() throws IOException {
    Arn solution = shop.solution(RECIPE);
    Arn latest = solution.child(Arn.LATEST);
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND, "no ACTIVE version", () -> create("home", latest, null));
    shop.trained(solution);
    Arn newest = shop.trained(solution);
    shop.untrained(solution);

    Arn campaign = create("home", latest, null);

    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(newest);
  }

  @Test
  void a_campaign_that_follows_its_solution_gets_each_new_version_and_others_do_not()
      throws IOException {
    Arn solution = shop.solution(RECIPE);
    Arn old = shop.trained(solution);
    assertRefused(ErrorCode.INVALID_INPUT, "$LATEST", () -> create("follows", old, FOLLOWING));
    Arn follows = create("follows", solution.child(Arn.LATEST), FOLLOWING);
    Arn stays = create("stays", solution.child(Arn.LATEST), null);
    deployment.run(follows);
    deployment.run(stays);

    Arn next = shop.trained(solution);
    sync.run(next);
    deployment.run(follows);
    deployment.run(stays);

    assertThat(describe(follows).solutionVersionArn()).isEqualTo(next);
    assertThat(describe(follows).latestCampaignUpdate())
        .satisfies(update -> assertThat(update.status()).isEqualTo(Status.ACTIVE));
    assertThat(describe(stays).solutionVersionArn()).isEqualTo(old);
    assertThat(describe(stays).latestCampaignUpdate()).isNull();
  }

  @Test
  void an_update_can_make_a_campaign_follow_its_solution() throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn campaign = shop.campaign(old);
    Arn next = shop.trained(old.parent());

    campaigns.update(new UpdateCampaign(campaign, null, null, FOLLOWING));
    deployment.run(campaign);

    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(next);
    assertThat(describe(campaign).campaignConfig()).isEqualTo(FOLLOWING);
  }

  @Test
  void a_configuration_that_does_not_fit_is_refused_by_name() throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn exploring = shop.trained("aws-user-personalization");

    assertRefused(
        ErrorCode.INVALID_INPUT,
        "enableMetadataWithRecommendations",
        () -> create("home", version, new CampaignConfig(null, true, null, null)));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "itemExplorationConfig",
        () -> create("home", version, exploration("0")));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "explorationWeight must be from 0 to 1",
        () -> create("home", exploring, exploration("1.3")));
    Arn campaign = create("home", exploring, exploration("0.4"));
    deployment.run(campaign);
    assertThat(describe(campaign).campaignConfig()).isEqualTo(exploration("0.4"));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "explorationWeight must be a number",
        () -> campaigns.update(new UpdateCampaign(campaign, null, null, exploration("much"))));
  }

  @Test
  void an_update_changes_what_it_names_once_its_model_is_checked() throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn next = shop.trained(old.parent());
    Arn campaign = shop.campaign(old);

    campaigns.update(new UpdateCampaign(campaign, next, 3, null));

    Campaign pending = describe(campaign);
    assertThat(pending.status()).isEqualTo(Status.ACTIVE);
    assertThat(pending.solutionVersionArn()).isEqualTo(old);
    assertThat(pending.minProvisionedTPS()).isEqualTo(1);
    assertThat(pending.latestCampaignUpdate())
        .satisfies(update -> assertThat(update.status()).isEqualTo(Status.CREATE_PENDING));

    deployment.run(campaign);

    Campaign updated = describe(campaign);
    assertThat(updated.solutionVersionArn()).isEqualTo(next);
    assertThat(updated.minProvisionedTPS()).isEqualTo(3);
    assertThat(updated.latestCampaignUpdate())
        .satisfies(update -> assertThat(update.status()).isEqualTo(Status.ACTIVE));
  }

  @Test
  void a_campaign_that_is_being_created_or_updated_is_not_updated() throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn campaign = create("home", version, null);
    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "CREATE PENDING",
        () -> campaigns.update(new UpdateCampaign(campaign, version, null, null)));
    deployment.run(campaign);
    campaigns.update(new UpdateCampaign(campaign, version, 2, null));

    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "is being updated",
        () -> campaigns.update(new UpdateCampaign(campaign, version, 3, null)));
  }

  @Test
  void a_campaign_is_deleted_when_it_is_active_or_failed_and_its_name_is_free_then()
      throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn campaign = create("home", version, null);
    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "CREATE PENDING",
        () -> campaigns.delete(new DeleteCampaign(campaign)));
    deployment.run(campaign);

    campaigns.delete(new DeleteCampaign(campaign));
    deletion.run(campaign);

    assertRefused(ErrorCode.RESOURCE_NOT_FOUND, campaign.toString(), () -> describe(campaign));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        campaign.toString(),
        () -> campaigns.delete(new DeleteCampaign(campaign)));
    assertThat(deployment.run(campaign)).as("a job that comes late").isEmpty();
    shop.damage(version);
    deployment.run(create("home", version, null));
    assertThat(describe(campaign).status()).isEqualTo(Status.CREATE_FAILED);
    campaigns.delete(new DeleteCampaign(campaign));
    deletion.run(campaign);
    assertThat(list(null)).isEmpty();
  }

  @Test
  void a_campaign_that_is_to_be_deleted_says_so_and_is_left_alone() throws IOException {
    Arn solution = shop.solution(RECIPE);
    Arn version = shop.trained(solution);
    Arn campaign = create("home", solution.child(Arn.LATEST), FOLLOWING);
    deployment.run(campaign);
    campaigns.update(new UpdateCampaign(campaign, null, 2, null));

    campaigns.delete(new DeleteCampaign(campaign));

    assertThat(describe(campaign).status()).isEqualTo(Status.DELETE_PENDING);
    assertThat(list(solution))
        .singleElement()
        .satisfies(summary -> assertThat(summary.status()).isEqualTo(Status.DELETE_PENDING));
    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "DELETE PENDING",
        () -> campaigns.delete(new DeleteCampaign(campaign)));
    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "DELETE PENDING",
        () -> campaigns.update(new UpdateCampaign(campaign, version, null, null)));
    assertRefused(
        ErrorCode.RESOURCE_ALREADY_EXISTS, "campaign/home", () -> create("home", version, null));
    Arn next = shop.trained(solution);
    sync.run(next);
    deployment.run(campaign); // of the update, which was asked for before the deletion
    assertThat(describe(campaign).status()).isEqualTo(Status.DELETE_PENDING);
    assertThat(describe(campaign).solutionVersionArn()).isEqualTo(version);
    assertThat(describe(campaign).latestCampaignUpdate())
        .satisfies(update -> assertThat(update.solutionVersionArn()).isEqualTo(version));
  }

  @Test
  void a_deletion_that_is_given_up_leaves_the_campaign_as_it_was() throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn served = shop.campaign(version);
    shop.damage(version);
    Arn failed = shop.campaign(version);
    for (Arn campaign : List.of(served, failed)) {
      campaigns.delete(new DeleteCampaign(campaign));
      deletion.giveUp(campaign, new IllegalStateException("the database is away"));
    }

    assertThat(describe(served).status()).isEqualTo(Status.ACTIVE);
    assertThat(describe(failed).status()).isEqualTo(Status.CREATE_FAILED);
  }

  @Test
  void a_campaign_that_is_to_be_deleted_makes_room_for_another() throws IOException {
    Arn version = shop.trained(RECIPE);
    for (int n = 0; n < 4; n++) {
      create("campaign-" + n, version, null);
    }
    campaigns.delete(new DeleteCampaign(shop.campaign(version)));

    create("fifth", version, null);

    assertRefused(ErrorCode.LIMIT_EXCEEDED, "More than 5", () -> create("sixth", version, null));
  }

  @Test
  void a_dataset_group_has_five_campaigns() throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn other = shop.trained("aws-popularity-count");
    for (int n = 0; n < 5; n++) {
      create("campaign-" + n, n % 2 == 0 ? version : other, null);
    }

    assertRefused(
        ErrorCode.LIMIT_EXCEEDED,
        "More than 5 resources in ACTIVE state",
        () -> create("one-too-many", version, null));
  }

  @Test
  void a_damaged_model_fails_a_new_campaign_with_the_reason_and_another_version_mends_it()
      throws IOException {
    Arn version = shop.trained(RECIPE);
    shop.damage(version);

    Arn campaign = shop.campaign(version);

    assertThat(describe(campaign).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(describe(campaign).failureReason())
        .contains("popularity.safetensors")
        .contains("Train a new version");
    shop.update(campaign, shop.trained(version.parent()));
    assertThat(describe(campaign).status()).isEqualTo(Status.ACTIVE);
    assertThat(describe(campaign).failureReason()).isNull();
  }

  @Test
  void an_update_that_fails_leaves_the_old_version_serving() throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn next = shop.trained(old.parent());
    Arn campaign = shop.campaign(old);
    shop.damage(next);

    shop.update(campaign, next);

    Campaign kept = describe(campaign);
    assertThat(kept.status()).isEqualTo(Status.ACTIVE);
    assertThat(kept.solutionVersionArn()).isEqualTo(old);
    assertThat(kept.failureReason()).isNull();
    assertThat(kept.latestCampaignUpdate()).satisfies(update -> {
      assertThat(update.status()).isEqualTo(Status.CREATE_FAILED);
      assertThat(update.failureReason()).contains("popularity.safetensors");
    });
    shop.update(campaign, old);
    assertThat(describe(campaign).latestCampaignUpdate())
        .satisfies(update -> assertThat(update.status()).isEqualTo(Status.ACTIVE));
  }

  @Test
  void a_deployment_that_is_given_up_fails_the_campaign() throws IOException {
    Arn campaign = create("home", shop.trained(RECIPE), null);

    deployment.giveUp(campaign, new IOException("the object store is away"));

    assertThat(describe(campaign).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(describe(campaign).failureReason()).contains("the object store is away");
  }

  @Test
  void campaigns_are_listed_by_solution() throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn campaign = shop.campaign(version);
    Arn other = shop.campaign(shop.trained("aws-popularity-count"));

    assertThat(list(null))
        .extracting(CampaignSummary::campaignArn)
        .containsExactlyInAnyOrder(campaign, other);
    assertThat(list(version.parent())).singleElement().satisfies(summary -> {
      assertThat(summary.campaignArn()).isEqualTo(campaign);
      assertThat(summary.status()).isEqualTo(Status.ACTIVE);
    });
    assertThat(list(shop.solution(RECIPE))).isEmpty();
  }

  private static CampaignConfig exploration(String weight) {
    return new CampaignConfig(Map.of("explorationWeight", weight), null, null, null);
  }

  @Test
  void every_change_is_announced() throws Exception {
    Announcements announcements = new Announcements(feed);
    Arn solution = shop.solution(RECIPE);
    shop.trained(solution);
    Arn campaign =
        announcements.expectOf(() -> create("told", solution.child(Arn.LATEST), FOLLOWING));
    announcements.expect(2, campaign, () -> deployment.run(campaign));

    announcements.expect(
        1, campaign, () -> campaigns.update(new UpdateCampaign(campaign, null, 2, null)));
    announcements.expect(2, campaign, () -> deployment.run(campaign));
    Arn next = shop.trained(solution);
    announcements.expect(1, campaign, () -> sync.run(next));
    announcements.expect(2, campaign, () -> deployment.run(campaign));

    announcements.expect(1, campaign, () -> campaigns.delete(new DeleteCampaign(campaign)));
    announcements.expect(2, campaign, () -> deletion.run(campaign));
  }

  private Arn create(String name, Arn version, @Nullable CampaignConfig config) {
    return campaigns
        .create(new CreateCampaign(name, version, null, config, null))
        .campaignArn();
  }

  private Campaign describe(Arn campaign) {
    return campaigns.describe(new DescribeCampaign(campaign)).campaign();
  }

  private List<CampaignSummary> list(@Nullable Arn solution) {
    return campaigns.list(new ListCampaigns(solution, null, null)).campaigns();
  }

  private int deploymentsQueued(Arn campaign) {
    return jdbc.sql(
            "SELECT count(*) FROM deploy_task WHERE task_name = 'DEPLOY_CAMPAIGN' AND task_instance LIKE :arn || '%'")
        .param("arn", campaign.toString())
        .query(Integer.class)
        .single();
  }
}
