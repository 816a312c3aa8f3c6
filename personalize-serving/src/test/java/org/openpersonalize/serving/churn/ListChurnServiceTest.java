// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** How much of the lists stays when another version answers. */
@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListChurnServiceTest {
  @Autowired
  ListChurnService churn;

  @Autowired
  Shop shop;

  @BeforeEach
  void openShop() {
    shop.open();
    shop.sell(loader -> {
      for (int user = 0; user < 200; user++) {
        String taste = user % 2 == 0 ? "tea" : "coffee";
        for (int n = 0; n < 5; n++) {
          loader.add(
              "u" + user, taste + (user + n) % 30, "buy", Double.NaN, n, null, null, null, null);
        }
      }
    });
  }

  @Test
  void versions_that_answer_alike_change_nothing() throws IOException {
    Arn solution = shop.solution("aws-user-personalization-v2");
    Arn first = shop.trained(solution);
    Arn second = shop.trained(solution);

    assertThat(churn.between(first, second)).isEqualTo(new ListChurn(200, 1, 1));
  }

  @Test
  void versions_that_answer_otherwise_change_much() throws IOException {
    Arn tastes = shop.trained("aws-user-personalization-v2");
    Arn popular = shop.trained("aws-popularity-count");

    ListChurn much = churn.between(tastes, popular);

    assertThat(much.lists()).isEqualTo(200);
    assertThat(much.ofFirst()).as("half of what is popular is not to a taste").isLessThan(0.8);
    assertThat(much.ofAll()).isBetween(0.2, 0.9);
    assertThat(churn.between(popular, tastes).ofFirst())
        .as("as much of places in either direction")
        .isEqualTo(much.ofFirst(), within(1e-9));
  }

  @Test
  void lists_of_trends_are_those_of_popularity_where_nothing_grew() throws IOException {
    Arn popular = shop.trained("aws-popularity-count");
    Arn trending = shop.trained("aws-trending-now");

    assertThat(churn.between(popular, trending).ofFirst()).isGreaterThan(0.9);
  }

  @Test
  void a_version_without_a_model_cannot_be_compared_and_says_so() throws IOException {
    Arn solution = shop.solution("aws-user-personalization-v2");
    Arn trained = shop.trained(solution);
    Arn untrained = shop.untrained(solution);
    Arn damaged = shop.trained(solution);
    shop.damage(damaged);

    assertRefused(
        ErrorCode.INVALID_INPUT, "not trained yet", () -> churn.between(trained, untrained));
    assertRefused(
        ErrorCode.INVALID_INPUT, "Train a new version", () -> churn.between(trained, damaged));
  }

  @Test
  void places_are_counted_and_not_their_order() {
    List<String> old = IntStream.range(0, 25).mapToObj(n -> "i" + n).toList();
    List<String> turned = IntStream.range(0, 25).mapToObj(n -> "i" + (24 - n)).toList();
    List<String> few = List.of("i0", "new");

    assertThat(ListChurn.between(Map.of("u", old), Map.of("u", turned)))
        .isEqualTo(new ListChurn(1, 0, 1));
    assertThat(ListChurn.between(Map.of("u", old), Map.of("u", few)))
        .isEqualTo(new ListChurn(1, 0.1, 0.04));
    assertThat(ListChurn.between(Map.of(), Map.of())).isEqualTo(new ListChurn(0, 0, 0));
  }
}
