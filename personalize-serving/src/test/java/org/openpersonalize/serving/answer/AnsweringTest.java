// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.answer.Answering.Answerer;
import org.openpersonalize.serving.answer.Answering.Asking;
import org.openpersonalize.serving.answer.Answering.Outcome;
import org.openpersonalize.serving.model.Deployable;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnsweringTest {
  private static final Demand TEN = Demand.best(10);
  private static final CampaignConfig NO_EXPLORATION =
      new CampaignConfig(Map.of("explorationWeight", "0"), null, null, null);

  @Autowired
  Answering answering;

  @Autowired
  ModelCache deployments;

  @Autowired
  MeterRegistry metrics;

  @Autowired
  Shop shop;

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
  }

  @Test
  void many_users_are_answered_as_each_would_be() throws IOException {
    Deployment deployment =
        deployments.deployment(shop.campaign(shop.trained("aws-user-personalization-v2")));
    List<String> users = new ArrayList<>(List.of(Shop.unused("stranger")));
    IntStream.range(0, 30).forEach(n -> {
      users.add(Shop.unused("user"));
      shop.buy(users.get(n + 1), "tea" + n % 7, n % 2 == 0 ? "tea" + n % 11 : "coffee" + n % 5);
    });
    double kept = historiesInMemory();

    Answerer answerer = answering.forUsers(deployment, users);
    Map<String, Recommendations> together = new HashMap<>();
    users.forEach(user -> together.put(user, answerer.answer(Asked.of(user, null), TEN)));

    assertThat(historiesInMemory()).as("those who are here now stay").isLessThanOrEqualTo(kept);
    assertThat(together.values()).doesNotHaveDuplicates();
    together.forEach((user, answer) ->
        assertThat(answer).isEqualTo(answering.answer(deployment, Asked.of(user, null), TEN)));
  }

  @Test
  void answers_that_are_made_together_are_those_that_each_would_get() throws IOException {
    for (String recipe : List.of("aws-user-personalization", "aws-user-personalization-v2")) {
      Deployment deployment = deployments.deployment(
          shop.campaign(shop.trained(recipe), recipe.endsWith("v2") ? null : NO_EXPLORATION));
      List<Asking> all = new ArrayList<>();
      IntStream.range(0, 300).forEach(n -> {
        String user = Shop.unused("user");
        if (n % 5 > 0) {
          shop.buy(user, "tea" + n % 7, n % 2 == 0 ? "tea" + n % 11 : "coffee" + n % 5);
        }
        all.add(new Asking(Asked.of(n == 7 ? null : user, null), n == 8 ? Demand.best(3) : TEN));
      });

      List<Outcome> together = answering
          .forUsers(
              deployment,
              all.stream()
                  .map(asking -> asking.asked().userId())
                  .filter(user -> user != null)
                  .toList())
          .answers(all);

      assertThat(together).hasSize(300);
      assertThat(together.get(7).answer()).isNull();
      assertThat(together.get(7).refused()).hasMessageContaining("userId");
      for (int n = 0; n < all.size(); n++) {
        if (n != 7) {
          requireSame(
              together.get(n).answer(),
              answering.answer(deployment, all.get(n).asked(), all.get(n).demand()));
        }
      }
    }
  }

  /** Scores may differ by rounding, and items whose scores do not differ by more may change places. */
  private static void requireSame(Recommendations one, Recommendations other) {
    assertThat(one.items()).hasSameSizeAs(other.items());
    for (int n = 0; n < one.items().size(); n++) {
      Recommendations.Item item = one.items().get(n);
      assertThat(item.score()).isCloseTo(other.items().get(n).score(), withinPercentage(1e-3));
      assertThat(item.reasons()).isEqualTo(other.items().get(n).reasons());
      assertThat(other.items().stream()
              .filter(each -> each.itemId().equals(item.itemId()))
              .map(Recommendations.Item::score))
          .singleElement()
          .satisfies(score -> assertThat(score).isCloseTo(item.score(), withinPercentage(1e-3)));
    }
  }

  @Test
  void many_users_are_answered_by_what_they_had_done_when_they_were_read() throws IOException {
    Deployment deployment =
        deployments.deployment(shop.campaign(shop.trained("aws-user-personalization-v2")));
    String user = Shop.unused("user");
    Answerer answerer = answering.forUsers(deployment, List.of(user));
    Recommendations before = answerer.answer(Asked.of(user, null), TEN);

    shop.buy(user, "tea0", "tea1");

    assertThat(answerer.answer(Asked.of(user, null), TEN)).isEqualTo(before);
    assertThat(answering.answer(deployment, Asked.of(user, null), TEN)).isNotEqualTo(before);
    assertRefused(
        ErrorCode.INVALID_INPUT, "userId", () -> answerer.answer(Asked.of(null, null), TEN));
    assertThatThrownBy(() -> answerer.answer(Asked.of("somebody else", null), TEN))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void related_items_are_asked_for_with_an_item_and_without_a_user() {
    Deployment deployment = deployment(recipe("aws-sims"));
    String coffeeDrinker = Shop.unused("user");
    shop.buy(coffeeDrinker, "coffee1", "coffee2");

    Recommendations related = answering.answer(deployment, Asked.of(null, "tea3"), TEN);

    assertThat(related.itemIds())
        .hasSize(10)
        .doesNotContain("tea3")
        .allMatch(item -> item.startsWith("tea"));
    assertThat(answering.answer(deployment, Asked.of(coffeeDrinker, "tea3"), TEN))
        .as("whoever asks")
        .isEqualTo(related);
    assertThat(answering.forUsers(deployment, List.of()).answer(Asked.of(null, "tea3"), TEN))
        .isEqualTo(related);
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "needs an itemId",
        () -> answering.answer(deployment, Asked.of(coffeeDrinker, null), TEN));
  }

  @Test
  void what_the_user_had_by_events_of_a_recipes_type_is_left_out_promoted_or_not() {
    Recipe recipe = recipe("aws-ecomm-customers-who-viewed-x-also-viewed");
    Deployment deployment = deployment(recipe);
    String user = Shop.unused("user");
    shop.buy(user, "tea1");
    List<String> before =
        answering.answer(deployment, Asked.of(user, "tea3"), Demand.best(5)).itemIds();

    shop.does("purchase", user, before.get(0));
    shop.does("view", user, before.get(1));

    assertThat(answering
            .answer(
                deployment,
                Asked.of(user, "tea3"),
                Demand.best(5).promoting(new Demand.Promoted("any", 100, null), 1))
            .itemIds())
        .hasSize(5)
        .doesNotContain("tea3", before.get(0))
        .contains(before.get(1));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "needs a userId",
        () -> answering.answer(deployment, Asked.of(null, "tea3"), TEN));
  }

  private static Recipe recipe(String name) {
    return RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
  }

  private Deployment deployment(Recipe recipe) {
    return new Deployment(
        new Deployable(recipe.arn(), recipe.arn(), recipe, Shop.GROUP, false, Map.of()),
        shop.datasetNumber(),
        Shop.train(recipe).model(),
        Instant.now());
  }

  private double historiesInMemory() {
    return metrics
        .get("cache.size")
        .tag("cache", "personalize.histories")
        .gauge()
        .value();
  }
}
