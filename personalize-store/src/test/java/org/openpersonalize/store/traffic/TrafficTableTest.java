// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrafficTableTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Traffic SOME = new Traffic(Latencies.of(LongStream.of(1_000_000)), 2, 3);

  @Autowired
  TrafficTable table;

  @Autowired
  Shop.Tables tables;

  @Autowired
  Resources resources;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  private Shop shop;
  private Arn home;
  private Arn cart;

  @BeforeEach
  void open() {
    shop = new Shop(tables);
    shop.open();
    Arn version = shop.untrained(shop.solution("aws-popularity-count"));
    home = shop.campaign(version);
    cart = shop.campaign(version);
  }

  private static DeploymentTraffic minute(
      Arn campaign, String gateway, Instant began, Traffic traffic) {
    return new DeploymentTraffic(
        campaign, gateway, Step.MINUTE, began, traffic, began.plusSeconds(30));
  }

  @Test
  void rows_are_there_as_they_were_by_campaign_gateway_and_step() {
    DeploymentTraffic first = minute(home, "one", NOON, SOME);
    DeploymentTraffic second = minute(home, "two", NOON, SOME);
    DeploymentTraffic other = minute(cart, "one", NOON, SOME);
    DeploymentTraffic hour =
        new DeploymentTraffic(home, "one", Step.HOUR, NOON, SOME.plus(SOME), NOON.plusSeconds(30));

    table.write(List.of(first, second, other, hour));

    assertThat(table.since(Step.MINUTE, NOON, List.of(home)))
        .containsExactlyInAnyOrder(first, second);
    assertThat(table.since(Step.HOUR, NOON, List.of(home))).contains(hour);
    assertThat(table.since(Step.MINUTE, NOON)).hasSize(3);
  }

  @Test
  void what_a_recommender_is_asked_is_kept_beside_and_goes_with_it() {
    Arn recommender = shop.recommender("aws-ecomm-recommended-for-you");
    DeploymentTraffic its = minute(recommender, "one", NOON, SOME);
    table.write(List.of(its, minute(home, "one", NOON, SOME)));
    table.write(List.of(its));

    assertThat(table.since(Step.MINUTE, NOON, List.of(recommender))).containsExactly(its);
    transaction.executeWithoutResult(
        status -> resources.delete(tables.recommenders().lock(recommender)));

    assertThat(table.since(Step.MINUTE, NOON))
        .extracting(DeploymentTraffic::deploymentArn)
        .containsExactly(home);
  }

  @Test
  void what_is_written_again_takes_the_place_of_what_was() {
    table.write(List.of(minute(home, "one", NOON, SOME)));
    table.write(List.of(minute(home, "one", NOON, SOME.plus(SOME))));

    assertThat(table.since(Step.MINUTE, NOON, List.of(home)))
        .extracting(DeploymentTraffic::traffic)
        .containsExactly(SOME.plus(SOME));
  }

  @Test
  void who_was_not_asked_since_is_there_with_the_time_of_the_last_request() {
    table.write(List.of(minute(home, "one", NOON, SOME)));

    assertThat(table.since(Step.MINUTE, NOON.plusSeconds(60), List.of(home)))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.traffic()).isEqualTo(Traffic.NONE);
          assertThat(row.asked()).isEqualTo(NOON.plusSeconds(30));
        });
  }

  @Test
  void campaigns_that_are_gone_are_passed_over_and_take_what_was_written_along() {
    Arn gone = home.sibling(ResourceType.CAMPAIGN, "gone");
    table.write(List.of(minute(gone, "one", NOON, SOME), minute(home, "one", NOON, SOME)));
    assertThat(table.since(Step.MINUTE, NOON)).hasSize(1);

    transaction.executeWithoutResult(
        status -> resources.delete(tables.campaigns().lock(home)));

    assertThat(table.since(Step.MINUTE, NOON)).isEmpty();
  }

  @Test
  void what_is_old_is_forgotten_with_who_was_not_asked_since() {
    table.write(List.of(
        minute(home, "one", NOON, SOME),
        minute(home, "two", NOON.minus(Duration.ofDays(8)), SOME),
        minute(home, "one", NOON.minus(Duration.ofDays(8)), SOME)));

    assertThat(table.forget(NOON.minus(Duration.ofDays(7)))).isFalse();

    assertThat(table.since(Step.MINUTE, Instant.EPOCH))
        .extracting(DeploymentTraffic::gateway)
        .containsExactly("one");
    assertThat(
            jdbc.sql("SELECT count(*) FROM campaign_traffic").query(Long.class).single())
        .isEqualTo(1);
  }
}
