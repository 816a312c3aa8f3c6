// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.answer.Demand;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventRefreshTest {
  private static final String TRENDING = "aws-trending-now";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Autowired
  Answering answering;

  @Autowired
  ModelCache deployments;

  @Autowired
  SettableClock clock;

  @Autowired
  Shop shop;

  private final String surging = Shop.unused("new-item");
  private List<String> popular = List.of();
  private Arn campaign = Shop.GROUP;

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
    popular = recommended(shop.campaign(shop.trained("aws-popularity-count")));
    campaign = shop.campaign(shop.trained(TRENDING));
  }

  private List<String> recommended(Arn campaign) {
    Recommendations answer =
        answering.answer(deployments.deployment(campaign), Asked.of("u1", null), Demand.best(20));
    return answer.itemIds();
  }

  private void surge(int users, String... items) {
    for (int user = 0; user < users; user++) {
      shop.buy("visitor" + user, items);
    }
  }

  private void awaitFirst(String item) {
    await().atMost(PATIENCE).until(() -> recommended(campaign).get(0).equals(item));
  }

  @Test
  void a_surge_is_first_within_seconds_and_popular_items_are_when_it_is_over() {
    assertThat(recommended(campaign)).doesNotContain(surging);

    surge(10, surging);

    awaitFirst(surging);
    clock.advance(Duration.ofHours(2).plusMinutes(5));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(recommended(campaign)).doesNotContain(surging).startsWith(popular.get(0)));
    clock.advance(Duration.ofHours(2));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(recommended(campaign)).isEqualTo(popular));
  }

  @Test
  void a_surge_on_another_node_is_first_within_seconds() {
    assertThat(recommended(campaign)).doesNotContain(surging);

    for (int user = 0; user < 10; user++) {
      shop.buyElsewhere("visitor" + user, surging);
    }

    awaitFirst(surging);
  }

  @Test
  void a_hundred_events_of_one_user_are_one_and_do_not_trend() {
    recommended(campaign);
    for (int event = 0; event < 100; event++) {
      shop.buy("eager", popular.get(19));
    }
    surge(5, surging);

    awaitFirst(surging);
    assertThat(recommended(campaign).subList(1, 20)).isEqualTo(popular.subList(0, 19));
  }

  @Test
  void events_from_before_this_node_answered_are_caught_up_with() {
    surge(10, surging, popular.get(10));
    shop.buyElsewhere("one more", surging);

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(recommended(campaign)).startsWith(surging, popular.get(10), popular.get(0)));
  }

  @Test
  void the_recipe_of_videos_goes_on_by_the_same_path() throws IOException {
    campaign = shop.campaign(shop.trained("aws-vod-trending-now"));
    recommended(campaign);

    surge(10, surging);

    awaitFirst(surging);
  }

  @Test
  void another_training_goes_on_where_events_are_now() throws IOException {
    recommended(campaign);
    surge(10, surging);
    awaitFirst(surging);

    shop.update(campaign, shop.trained(TRENDING));

    awaitFirst(surging);
  }
}
