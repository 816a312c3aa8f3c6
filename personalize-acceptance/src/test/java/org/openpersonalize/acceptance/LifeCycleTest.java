// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.services.personalize.model.Campaign;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.EventTrackerSummary;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.ListCampaignsResponse;
import software.amazon.awssdk.services.personalize.model.ListDatasetGroupsResponse;
import software.amazon.awssdk.services.personalize.model.ListDatasetImportJobsResponse;
import software.amazon.awssdk.services.personalize.model.ListDatasetsResponse;
import software.amazon.awssdk.services.personalize.model.ListEventTrackersResponse;
import software.amazon.awssdk.services.personalize.model.ListRecipesResponse;
import software.amazon.awssdk.services.personalize.model.ListSchemasResponse;
import software.amazon.awssdk.services.personalize.model.ListSolutionVersionsResponse;
import software.amazon.awssdk.services.personalize.model.ListSolutionsResponse;
import software.amazon.awssdk.services.personalize.model.RecipeSummary;
import software.amazon.awssdk.services.personalize.model.SolutionVersion;
import software.amazon.awssdk.services.personalize.model.SolutionVersionSummary;
import software.amazon.awssdk.services.personalize.model.Tag;
import software.amazon.awssdk.services.personalize.model.TrainingType;

/** How resources live once they are there: trained on schedule, deployed anew, described, listed and tagged. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class LifeCycleTest {
  private static final String POPULARITY = "aws-popularity-count";

  private final Shop shop;
  private final Shop other;
  private String interactions;
  private String solution;
  private String version;

  LifeCycleTest(ServiceProcess service) {
    this.shop = new Shop(service, "corner-shop");
    this.other = new Shop(service, "other-shop");
  }

  @BeforeAll
  void open() {
    interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    shop.createDataset("items", CornerShop.ITEM_PRICES);
    shop.importFile(
        interactions,
        "corner-shop-1",
        ImportMode.FULL,
        shop.upload("interactions.csv", CornerShop.interactions()));
    solution = shop.createSolution("corner-shop", POPULARITY);
    version = train();
  }

  private String train() {
    return shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn();
  }

  @Test
  void a_solution_is_trained_by_itself_unless_told_otherwise() {
    String automatic = shop.personalize
        .createSolution(request -> request
            .name("automatic")
            .datasetGroupArn(shop.groupArn())
            .recipeArn(Shop.recipe(POPULARITY)))
        .solutionArn();
    assertThat(shop.personalize
            .describeSolution(request -> request.solutionArn(automatic))
            .solution()
            .performAutoTraining())
        .isTrue();

    Shop.eventually(
        "a training to begin by itself", () -> !versionsOf(automatic).isEmpty());
    SolutionVersion trained = shop.awaitVersion(versionsOf(automatic).get(0).solutionVersionArn());
    assertThat(trained.trainingType()).isEqualTo(TrainingType.AUTOMATIC);
    assertThat(versionsOf(solution))
        .extracting(SolutionVersionSummary::trainingType)
        .containsOnly(TrainingType.MANUAL);
  }

  private List<SolutionVersionSummary> versionsOf(String solutionArn) {
    return shop.personalize
        .listSolutionVersions(request -> request.solutionArn(solutionArn))
        .solutionVersions();
  }

  @Test
  void latest_means_the_newest_version_once() {
    String newest = train();
    String campaign = shop.deploy("latest-once", solution + "/$LATEST");
    assertThat(shop.campaign(campaign).solutionVersionArn()).isEqualTo(newest);
    assertThat(shop.campaign(campaign).latestCampaignUpdate()).isNull();

    train();
    assertThat(shop.campaign(campaign).solutionVersionArn()).isEqualTo(newest);
  }

  @Test
  void a_campaign_is_moved_to_another_version_and_says_so() {
    String campaign = shop.deploy("moved", version);
    String newest = train();
    shop.personalize.updateCampaign(request -> request
        .campaignArn(campaign)
        .solutionVersionArn(solution + "/$LATEST")
        .minProvisionedTPS(2));

    Shop.eventually(
        "the update to be deployed",
        () -> shop.campaign(campaign).latestCampaignUpdate().status().equals("ACTIVE"));
    Campaign updated = shop.campaign(campaign);
    assertThat(updated.status()).isEqualTo("ACTIVE");
    assertThat(updated.solutionVersionArn()).isEqualTo(newest);
    assertThat(updated.minProvisionedTPS()).isEqualTo(2);
    assertThat(shop.recommended(campaign, "u1")).hasSize(25);
  }

  @Test
  void a_campaign_that_syncs_follows_each_new_version() {
    String campaign = shop.personalize
        .createCampaign(request -> request
            .name("follows")
            .solutionVersionArn(solution + "/$LATEST")
            .campaignConfig(config -> config.syncWithLatestSolutionVersion(true)))
        .campaignArn();
    shop.awaitCampaign(campaign);

    String newest = train();
    Shop.eventually(
        "the campaign to follow",
        () -> shop.campaign(campaign).solutionVersionArn().equals(newest));
    assertThat(shop.campaign(campaign).latestCampaignUpdate().solutionVersionArn())
        .isEqualTo(newest);
    assertThat(shop.recommended(campaign, "u1")).hasSize(25);
  }

  @Test
  void every_resource_is_described_as_it_was_made() {
    var personalize = shop.personalize;
    String campaign = shop.deploy("described", version);
    String importJob = personalize
        .listDatasetImportJobs(request -> request.datasetArn(interactions))
        .datasetImportJobs()
        .get(0)
        .datasetImportJobArn();
    String tracker = tracker(shop);

    assertThat(personalize
            .describeDatasetGroup(request -> request.datasetGroupArn(shop.groupArn()))
            .datasetGroup()
            .name())
        .isEqualTo("corner-shop");
    var dataset =
        personalize.describeDataset(request -> request.datasetArn(interactions)).dataset();
    assertThat(dataset.datasetType()).isEqualTo("INTERACTIONS");
    assertThat(dataset.datasetGroupArn()).isEqualTo(shop.groupArn());
    assertThat(personalize
            .describeSchema(request -> request.schemaArn(dataset.schemaArn()))
            .schema()
            .schema())
        .isEqualTo(CornerShop.INTERACTIONS);
    assertThat(personalize
            .describeDatasetImportJob(request -> request.datasetImportJobArn(importJob))
            .datasetImportJob()
            .datasetArn())
        .isEqualTo(interactions);
    var described = personalize
        .describeEventTracker(request -> request.eventTrackerArn(tracker))
        .eventTracker();
    assertThat(described.datasetGroupArn()).isEqualTo(shop.groupArn());
    assertThat(described.trackingId()).isNotBlank();
    assertThat(personalize
            .describeSolution(request -> request.solutionArn(solution))
            .solution()
            .recipeArn())
        .isEqualTo(Shop.recipe(POPULARITY));
    assertThat(personalize
            .describeSolutionVersion(request -> request.solutionVersionArn(version))
            .solutionVersion()
            .solutionArn())
        .isEqualTo(solution);
    assertThat(shop.campaign(campaign).name()).isEqualTo("described");
    assertThat(personalize
            .describeRecipe(request -> request.recipeArn(Shop.recipe(POPULARITY)))
            .recipe()
            .name())
        .isEqualTo(POPULARITY);
  }

  @Test
  void every_list_comes_in_pages() {
    var personalize = shop.personalize;
    other.createDataset("interactions", CornerShop.INTERACTIONS);
    shop.importFile(
        interactions,
        "corner-shop-2",
        ImportMode.FULL,
        shop.upload("again.csv", CornerShop.interactions()));
    shop.createSolution("second", POPULARITY);
    train();
    shop.deploy("paged-1", version);
    shop.deploy("paged-2", version);
    tracker(shop);
    tracker(other);

    comesInPages(
        personalize.listDatasetGroups(all -> {}).datasetGroups(),
        personalize.listDatasetGroupsPaginator(one -> one.maxResults(1)),
        ListDatasetGroupsResponse::datasetGroups);
    comesInPages(
        personalize.listSchemas(all -> {}).schemas(),
        personalize.listSchemasPaginator(one -> one.maxResults(1)),
        ListSchemasResponse::schemas);
    comesInPages(
        personalize.listDatasets(all -> all.datasetGroupArn(shop.groupArn())).datasets(),
        personalize.listDatasetsPaginator(
            one -> one.maxResults(1).datasetGroupArn(shop.groupArn())),
        ListDatasetsResponse::datasets);
    comesInPages(
        personalize.listDatasetImportJobs(all -> all.datasetArn(interactions)).datasetImportJobs(),
        personalize.listDatasetImportJobsPaginator(
            one -> one.maxResults(1).datasetArn(interactions)),
        ListDatasetImportJobsResponse::datasetImportJobs);
    comesInPages(
        personalize.listEventTrackers(all -> {}).eventTrackers(),
        personalize.listEventTrackersPaginator(one -> one.maxResults(1)),
        ListEventTrackersResponse::eventTrackers);
    comesInPages(
        personalize.listSolutions(all -> all.datasetGroupArn(shop.groupArn())).solutions(),
        personalize.listSolutionsPaginator(
            one -> one.maxResults(1).datasetGroupArn(shop.groupArn())),
        ListSolutionsResponse::solutions);
    comesInPages(
        versionsOf(solution),
        personalize.listSolutionVersionsPaginator(one -> one.maxResults(1).solutionArn(solution)),
        ListSolutionVersionsResponse::solutionVersions);
    comesInPages(
        personalize.listCampaigns(all -> all.solutionArn(solution)).campaigns(),
        personalize.listCampaignsPaginator(one -> one.maxResults(1).solutionArn(solution)),
        ListCampaignsResponse::campaigns);
    comesInPages(
        personalize.listRecipes(all -> {}).recipes(),
        personalize.listRecipesPaginator(one -> one.maxResults(1)),
        ListRecipesResponse::recipes);
  }

  @Test
  void the_first_page_of_recipes_names_a_next_one_and_a_paginator_ends() {
    var first = shop.personalize.listRecipes(all -> {});
    assertThat(first.nextToken()).isNotNull();
    assertThat(first.recipes()).extracting(RecipeSummary::name).isSorted();
    assertThat(shop.personalize.listRecipesPaginator(all -> {}).recipes())
        .containsExactlyElementsOf(first.recipes());

    var ofDomain = shop.personalize.listRecipes(list -> list.domain(Domain.VIDEO_ON_DEMAND));
    assertThat(ofDomain.recipes())
        .hasSize(5)
        .allSatisfy(recipe -> assertThat(recipe.domain()).isEqualTo(Domain.VIDEO_ON_DEMAND));
    assertThat(shop.personalize
            .listRecipes(
                list -> list.domain(Domain.VIDEO_ON_DEMAND).nextToken(ofDomain.nextToken()))
            .nextToken())
        .isNull();
  }

  /** The pages of one, put together, are the whole list. */
  private static <P, T> void comesInPages(
      List<T> whole, SdkIterable<P> pages, Function<P, List<T>> content) {
    assertThat(whole).hasSizeGreaterThan(1);
    List<List<T>> contents = pages.stream().map(content).toList();
    assertThat(contents).allSatisfy(page -> assertThat(page).hasSize(1));
    assertThat(contents.stream().flatMap(List::stream)).containsExactlyElementsOf(whole);
  }

  /** The tracker of a shop, which can have one. */
  private static String tracker(Shop shop) {
    return shop
        .personalize
        .listEventTrackers(list -> list.datasetGroupArn(shop.groupArn()))
        .eventTrackers()
        .stream()
        .map(EventTrackerSummary::eventTrackerArn)
        .findFirst()
        .orElseGet(() -> shop.personalize
            .createEventTracker(request -> request
                .name(shop.groupArn().replaceFirst(".*/", ""))
                .datasetGroupArn(shop.groupArn()))
            .eventTrackerArn());
  }

  @Test
  void tags_are_put_on_changed_and_taken_off() {
    String campaign = shop.deploy("tagged", version);
    String importJob = shop.personalize
        .listDatasetImportJobs(list -> list.datasetArn(interactions))
        .datasetImportJobs()
        .get(0)
        .datasetImportJobArn();
    for (String arn : List.of(
        shop.groupArn(), interactions, importJob, tracker(shop), solution, version, campaign)) {
      shop.personalize.tagResource(
          request -> request.resourceArn(arn).tags(tag("stage", "test"), tag("owner", "us")));
      shop.personalize.tagResource(request -> request.resourceArn(arn).tags(tag("stage", "live")));
      assertThat(tagsOf(arn))
          .as(arn)
          .containsExactlyInAnyOrder(tag("stage", "live"), tag("owner", "us"));

      shop.personalize.untagResource(request -> request.resourceArn(arn).tagKeys("owner"));
      assertThat(tagsOf(arn)).as(arn).containsExactly(tag("stage", "live"));
    }
  }

  @Test
  void a_resource_can_be_born_with_tags() {
    String tagged = shop.personalize
        .createSolution(request -> request
            .name("tagged")
            .datasetGroupArn(shop.groupArn())
            .recipeArn(Shop.recipe(POPULARITY))
            .performAutoTraining(false)
            .tags(tag("stage", "test")))
        .solutionArn();
    assertThat(tagsOf(tagged)).containsExactly(tag("stage", "test"));
  }

  private List<Tag> tagsOf(String arn) {
    return shop.personalize
        .listTagsForResource(request -> request.resourceArn(arn))
        .tags();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().tagKey(key).tagValue(value).build();
  }
}
