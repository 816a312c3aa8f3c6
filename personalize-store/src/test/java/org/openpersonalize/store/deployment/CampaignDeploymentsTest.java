// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.deployment.CampaignDeployments.Deployment;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What a campaign answered with, and since when. */
@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CampaignDeploymentsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Autowired
  CampaignDeployments deployments;

  @Autowired
  Shop.Tables tables;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  private Arn campaign;
  private Arn first;
  private Arn second;

  @BeforeEach
  void open() {
    Shop shop = new Shop(tables);
    shop.open();
    Arn solution = shop.solution("aws-user-personalization");
    first = shop.untrained(solution);
    second = shop.untrained(solution);
    campaign = shop.campaign(first);
  }

  @Test
  void each_version_answers_until_the_next_one_begins() {
    deployed(first, false, NOON);
    deployed(second, true, NOON.plus(7, ChronoUnit.DAYS));
    deployed(first, false, NOON.plus(8, ChronoUnit.DAYS));

    assertThat(deployments.latest(campaign))
        .extracting(
            Deployment::versionNumber, Deployment::isAutomatic, Deployment::isLive, length())
        .containsExactly(
            tuple(1, false, true, null),
            tuple(2, true, false, Duration.ofDays(1)),
            tuple(1, false, false, Duration.ofDays(7)));
  }

  private static Function<Deployment, Object> length() {
    return deployment -> deployment.ended() == null
        ? null
        : Duration.between(deployment.began(), deployment.ended());
  }

  @Test
  void what_was_asked_for_and_never_came_is_not_told() {
    deployed(first, false, NOON);
    transaction.executeWithoutResult(status -> deployments.ask(campaign, second, true));
    transaction.executeWithoutResult(status -> deployments.ask(campaign, second, false));

    assertThat(deployments.latest(campaign)).singleElement().satisfies(only -> {
      assertThat(only.solutionVersionArn()).isEqualTo(first);
      assertThat(only.isLive()).isTrue();
    });

    begin(second, NOON.plusSeconds(60));

    assertThat(deployments.latest(campaign))
        .extracting(Deployment::solutionVersionArn, Deployment::isAutomatic)
        .containsExactly(tuple(second, false), tuple(first, false));
  }

  @Test
  void another_configuration_of_the_same_version_is_no_other_deployment() {
    deployed(first, false, NOON);
    deployed(first, false, NOON.plusSeconds(60));

    assertThat(deployments.latest(campaign))
        .singleElement()
        .satisfies(only -> assertThat(only.began()).isEqualTo(NOON));
  }

  @Test
  void what_a_campaign_of_before_answers_with_begins_though_nobody_noted_that_it_was_asked_for() {
    begin(first, NOON);

    assertThat(deployments.latest(campaign))
        .singleElement()
        .satisfies(only -> assertThat(only.isAutomatic()).isFalse());
  }

  @Test
  void a_version_that_is_gone_has_no_number() {
    deployed(first, false, NOON);
    deployed(second, false, NOON.plusSeconds(60));
    jdbc.sql(
            "UPDATE campaign_deployment SET solution_version_arn = :gone WHERE solution_version_arn = :version")
        .param("gone", first.parent().child("gone").toString())
        .param("version", first.toString())
        .update();

    assertThat(deployments.latest(campaign))
        .extracting(Deployment::versionNumber)
        .containsExactly(2, null);
  }

  @Test
  void a_long_history_comes_in_pages() {
    for (int n = 0; n < CampaignDeployments.PAGE + 1; n++) {
      deployed(n % 2 == 0 ? first : second, true, NOON.plusSeconds(n));
    }

    List<Deployment> page = deployments.latest(campaign);
    assertThat(page).hasSize(CampaignDeployments.PAGE);
    assertThat(deployments.before(campaign, page.get(page.size() - 1).id()))
        .singleElement()
        .satisfies(oldest -> {
          assertThat(oldest.began()).isEqualTo(NOON);
          assertThat(oldest.ended()).isEqualTo(NOON.plusSeconds(1));
        });
  }

  @Test
  void the_history_goes_with_its_campaign() {
    deployed(first, false, NOON);
    transaction.executeWithoutResult(
        status -> tables.campaigns().delete(tables.campaigns().get(campaign)));

    assertThat(deployments.latest(campaign)).isEmpty();
  }

  private void deployed(Arn version, boolean isAutomatic, Instant at) {
    transaction.executeWithoutResult(status -> deployments.ask(campaign, version, isAutomatic));
    begin(version, at);
  }

  private void begin(Arn version, Instant at) {
    transaction.executeWithoutResult(status -> deployments.begin(campaign, version, at));
  }
}
