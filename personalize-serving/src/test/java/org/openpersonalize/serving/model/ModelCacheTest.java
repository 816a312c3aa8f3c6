// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.answer.Demand;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DeleteCampaign;
import org.openpersonalize.serving.testing.Loads;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.model.PublishedModels;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class ModelCacheTest {
  private static final String RECIPE = "aws-user-personalization-v2";

  @Autowired
  ModelCache cache;

  @Autowired
  Loads loads;

  @Autowired
  CampaignService campaigns;

  @Autowired
  List<JobHandler> handlers;

  @Autowired
  ChangeFeed changes;

  @Autowired
  MeterRegistry metrics;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  @Qualifier("deployableCampaigns") Deployables campaignsThatAnswer;

  @Autowired
  DatasetRepository datasets;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  PublishedModels publishedModels;

  @Autowired
  ModelMeters meters;

  @Autowired
  Answering answering;

  @Autowired
  Shop shop;

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
  }

  @Test
  void many_requests_for_a_campaign_that_is_not_in_memory_load_it_once() throws Exception {
    Arn version = shop.trained(RECIPE);
    Arn campaign = shop.campaign(version);
    int checked = loads.of(version);

    List<Deployment> deployments = new ArrayList<>();
    ExecutorService requests = Executors.newFixedThreadPool(16);
    try {
      CountDownLatch all = new CountDownLatch(16);
      List<Future<Deployment>> answers = new ArrayList<>();
      for (int n = 0; n < 16; n++) {
        answers.add(requests.submit(() -> {
          all.countDown();
          all.await();
          return cache.deployment(campaign);
        }));
      }
      for (Future<Deployment> answer : answers) {
        deployments.add(answer.get());
      }
    } finally {
      requests.shutdownNow();
    }

    assertThat(loads.of(version) - checked).isEqualTo(1);
    assertThat(deployments)
        .allSatisfy(each -> assertThat(each).isSameAs(deployments.get(0)))
        .first()
        .extracting(each -> each.deployable().trained())
        .isEqualTo(version);
    System.gc(); // meters outlive it
    assertThat(metrics
            .get("personalize.model.size")
            .tag("campaign", campaign.id())
            .gauge()
            .value())
        .isPositive();
  }

  @Test
  void a_changed_campaign_is_swapped_and_a_request_in_flight_finishes_on_what_it_started_with()
      throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn next = shop.trained(old.parent());
    Arn campaign = shop.campaign(old);
    Deployment inFlight = cache.deployment(campaign);
    Recommendations before =
        inFlight.model().answer(Question.of(List.of(), Instant.now()), Wish.best(10));

    shop.update(campaign, next);

    awaitServing(campaign, next);
    assertThat(inFlight.deployable().trained()).isEqualTo(old);
    assertThat(inFlight.model().answer(Question.of(List.of(), Instant.now()), Wish.best(10)))
        .isEqualTo(before);
    assertThat(cache.deployment(campaign).model()).isNotSameAs(inFlight.model());
  }

  @Test
  void a_model_that_fails_its_checksum_leaves_the_old_one_serving_and_is_named()
      throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn next = shop.trained(old.parent());
    Arn campaign = shop.campaign(old);
    Deployment serving = cache.deployment(campaign);
    shop.damage(next);

    pointTo(campaign, next);
    announce(campaign);

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(cache.failures()).containsKey(campaign));
    assertThat(cache.failures().get(campaign)).contains("popularity.safetensors");
    assertThat(cache.deployment(campaign)).isSameAs(serving);

    shop.damage(next);
    announce(campaign);
    awaitServing(campaign, next);
    assertThat(cache.failures()).doesNotContainKey(campaign);
  }

  @Test
  void a_first_load_that_fails_is_tried_again_by_the_next_request() throws IOException {
    Arn version = shop.trained(RECIPE);
    Arn campaign = shop.campaign(version);
    shop.damage(version);
    assertThatThrownBy(() -> cache.deployment(campaign))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(campaign.toString());

    shop.damage(version);

    assertThat(cache.deployment(campaign).deployable().trained()).isEqualTo(version);
  }

  @Test
  void a_change_that_comes_while_the_campaign_is_loaded_for_the_first_time_is_not_missed()
      throws Exception {
    Arn old = shop.trained(RECIPE);
    Arn next = shop.trained(old.parent());
    Arn campaign = shop.campaign(old);
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    Arn marker = Shop.dataset().sibling(ResourceType.CAMPAIGN, Shop.unused("marker"));
    changes.subscribe(new ChangeFeed.ChangeListener() {
      @Override
      public void changed(Arn resource) {
        if (resource.equals(marker)) {
          changed.countDown();
        }
      }

      @Override
      public void resync() {}
    });
    loads.before(old, () -> {
      loading.countDown();
      awaitUninterrupted(changed);
    });
    ExecutorService request = Executors.newSingleThreadExecutor();
    try {
      Future<Deployment> first = request.submit(() -> cache.deployment(campaign));
      loading.await();
      pointTo(campaign, next);
      announce(campaign);
      announce(marker); // notices arrive in order
      assertThat(first.get().deployable().trained()).isEqualTo(old);
    } finally {
      request.shutdownNow();
    }

    awaitServing(campaign, next);
  }

  @Test
  void a_deleted_campaign_is_forgotten() throws IOException {
    Arn campaign = shop.campaign(shop.trained(RECIPE));
    cache.deployment(campaign);

    campaigns.delete(new DeleteCampaign(campaign));

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertRefused(
            ErrorCode.INVALID_INPUT,
            "DELETE PENDING and answers no more",
            () -> cache.deployment(campaign)));
    handlers.stream()
        .filter(handler -> handler.type() == JobType.DELETE_CAMPAIGN)
        .forEach(handler -> handler.run(campaign));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND, campaign.toString(), () -> cache.deployment(campaign));
    assertThat(
            metrics.find("personalize.model.age").tag("campaign", campaign.id()).gauge())
        .isNull();
  }

  @Test
  void a_campaign_that_never_was_leaves_nothing_behind() {
    int size = cache.size();
    Arn unknown = Shop.dataset().sibling(ResourceType.CAMPAIGN, Shop.unused("unknown"));

    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND, unknown.toString(), () -> cache.deployment(unknown));

    assertThat(cache.size()).isLessThanOrEqualTo(size);
  }

  @Test
  void a_campaign_that_is_not_deployed_yet_is_refused() throws IOException {
    Arn campaign = campaigns
        .create(new CreateCampaign(Shop.unused("campaign"), shop.trained(RECIPE), null, null, null))
        .campaignArn();

    assertRefused(ErrorCode.INVALID_INPUT, "CREATE PENDING", () -> cache.deployment(campaign));
  }

  @Test
  void a_changed_configuration_is_taken_in_and_the_model_stays() throws IOException {
    Arn campaign = shop.campaign(shop.trained(RECIPE));
    Deployment before = cache.deployment(campaign);
    assertThat(before.deployable().exploration()).isEmpty();

    jdbc.sql("UPDATE campaign SET campaign_config = :config::jsonb WHERE campaign_arn = :campaign")
        .param("config", "{\"itemExplorationConfig\": {\"explorationWeight\": \"0\"}}")
        .param("campaign", campaign.toString())
        .update();
    announce(campaign);

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(cache.deployment(campaign).deployable().exploration())
            .containsEntry("explorationWeight", "0"));
    assertThat(cache.deployment(campaign).model()).isSameAs(before.model());
  }

  @Test
  void another_kind_of_resource_answers_in_the_same_way() throws IOException {
    Arn version = shop.trained(RECIPE);
    Deployment ofCampaign = cache.deployment(shop.campaign(version));
    Arn recommender = Arn.parse("arn:aws:personalize:us-east-1:000000000000:recommender/shop");
    Deployable wanted = new Deployable(
        recommender,
        version,
        ofCampaign.recipe(),
        ofCampaign.deployable().datasetGroup(),
        true,
        Map.of());
    Deployables recommenders =
        arn -> Optional.of(wanted).filter(each -> each.arn().equals(arn));
    ModelCache both = new ModelCache(
        List.of(campaignsThatAnswer, recommenders),
        new Deployments(datasets, numbers, publishedModels, loads),
        meters,
        new ModelMemory(new ModelSettings(null, null)),
        changes);

    Deployment deployment = both.deployment(recommender);

    assertThat(answering.answer(deployment, Asked.of("u1", null), Demand.best(5)))
        .isEqualTo(answering.answer(ofCampaign, Asked.of("u1", null), Demand.best(5)));
    assertThat(metrics
            .get("personalize.model.size")
            .tag("recommender", "shop")
            .gauge()
            .value())
        .isPositive();
    both.destroy();
  }

  @Test
  void a_model_that_has_no_room_beside_others_is_refused_and_a_swap_waits_until_one_is_let_go()
      throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn next = shop.trained(old.parent());
    Arn campaign = shop.campaign(old);
    Arn other = shop.campaign(next);
    Arn third = shop.campaign(next);
    long bytes = publishedModels.find(old).orElseThrow().sizeInBytes();
    ModelMemory memory = new ModelMemory(new ModelSettings(DataSize.ofBytes(5 * bytes / 2), null));
    ModelCache cramped = new ModelCache(
        List.of(campaignsThatAnswer),
        new Deployments(datasets, numbers, publishedModels, loads),
        meters,
        memory,
        changes);
    Deployment serving = cramped.deployment(campaign);
    cramped.deployment(other);

    assertRefused(
        ErrorCode.LIMIT_EXCEEDED,
        "Set personalize.model.memory to",
        () -> cramped.deployment(third));
    pointTo(campaign, next);
    announce(campaign);
    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(cramped.failures()).containsKey(campaign));
    assertThat(cramped.deployment(campaign)).isSameAs(serving);

    campaigns.delete(new DeleteCampaign(other));

    await()
        .atMost(60, SECONDS)
        .until(() -> cramped.deployment(campaign).deployable().trained().equals(next));
    assertThat(cramped.failures()).isEmpty();
    assertThat(memory.taken())
        .isEqualTo(publishedModels.find(next).orElseThrow().sizeInBytes());
    cramped.destroy();
  }

  @Test
  void what_was_missed_is_found_by_resync() throws IOException {
    Arn old = shop.trained(RECIPE);
    Arn next = shop.trained(old.parent());
    Arn campaign = shop.campaign(old);
    cache.deployment(campaign);
    pointTo(campaign, next);

    cache.resync();

    awaitServing(campaign, next);
  }

  private void awaitServing(Arn campaign, Arn version) {
    await()
        .atMost(60, SECONDS)
        .until(() -> cache.deployment(campaign).deployable().trained().equals(version));
  }

  /** Changes the row alone, as a node does whose notice is lost or whose model is damaged after it was checked. */
  private void pointTo(Arn campaign, Arn version) {
    jdbc.sql("UPDATE campaign SET solution_version_arn = :version WHERE campaign_arn = :campaign")
        .param("version", version.toString())
        .param("campaign", campaign.toString())
        .update();
  }

  private void announce(Arn campaign) {
    transaction.executeWithoutResult(status -> changes.announce(campaign));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
