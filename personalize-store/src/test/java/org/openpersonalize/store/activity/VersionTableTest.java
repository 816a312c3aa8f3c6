// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.LiveModel.LiveVersion;
import org.openpersonalize.store.activity.VersionEntry.Model;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Versions as people know them: by a number. */
@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class VersionTableTest {
  private static final String RECIPE = "aws-user-personalization";

  @Autowired
  VersionTable versions;

  @Autowired
  CampaignTable campaigns;

  @Autowired
  LiveModels live;

  @Autowired
  PublishedModels models;

  @Autowired
  Shop.Tables tables;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  SettableClock clock;

  @Autowired
  JdbcClient jdbc;

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(tables);
    shop.open();
  }

  @Test
  void versions_are_numbered_for_each_solution() {
    Arn home = shop.solution(RECIPE);
    Arn cart = shop.solution(RECIPE);
    Arn first = shop.untrained(home);
    Arn other = shop.untrained(cart);
    Arn second = shop.untrained(home);

    assertThat(number(first)).isEqualTo(1);
    assertThat(number(second)).isEqualTo(2);
    assertThat(number(other)).isEqualTo(1);
    assertThat(versions.find(home, 2).orElseThrow().arn()).isEqualTo(second);
    assertThat(versions.find(home, 3)).isEmpty();
    assertThat(versions.page(home, Integer.MAX_VALUE))
        .extracting(VersionEntry::number)
        .containsExactly(2, 1);
    assertThat(versions.page(home, 2)).extracting(VersionEntry::number).containsExactly(1);
  }

  @Test
  void a_number_is_given_once_and_stays_whatever_is_deleted() {
    Arn solution = shop.solution(RECIPE);
    Arn first = shop.untrained(solution);
    Arn second = shop.untrained(solution);
    Arn third = shop.untrained(solution);
    delete(first);
    delete(third);

    assertThat(number(second)).isEqualTo(2);
    assertThat(number(shop.untrained(solution))).isEqualTo(4);
  }

  @Test
  void lists_show_the_newest_of_each_solution_and_what_is_live() {
    Arn home = shop.solution(RECIPE);
    Arn old = shop.untrained(home);
    publish(old);
    Arn campaign = deployed(old);
    shop.untrained(home);
    shop.untrained(home);
    shop.untrained(home);
    shop.untrained(shop.solution(RECIPE));

    assertThat(versions.newest(Shop.GROUP, 2).stream()
            .filter(version -> version.solutionArn().equals(home)))
        .extracting(VersionEntry::number)
        .containsExactly(4, 3, 1);
    assertThat(versions.newest(Shop.GROUP, 2)).hasSize(4);
    assertThat(versions.find(old).orElseThrow()).satisfies(version -> {
      assertThat(version.campaigns()).containsExactly(campaign);
      assertThat(version.isLive()).isTrue();
      assertThat(version.status()).isEqualTo(Status.ACTIVE);
      assertThat(version.model())
          .extracting(Model::metrics, Model::baseline)
          .containsExactly(Map.of("coverage", 0.5), Map.of("coverage", 0.1));
    });
    assertThat(versions.find(home, 4).orElseThrow().model()).isNull();
  }

  @Test
  void campaigns_are_shown_with_the_number_of_what_they_answer_with() {
    Arn solution = shop.solution(RECIPE);
    shop.untrained(solution);
    Arn version = shop.untrained(solution);
    publish(version);
    Arn waiting = shop.campaign(version);
    Arn answering = deployed(version);

    assertThat(campaigns.of(Shop.GROUP))
        .extracting(CampaignEntry::arn, entry -> entry.version().number(), CampaignEntry::status)
        .containsExactlyInAnyOrder(
            tuple(waiting, 2, Status.CREATE_PENDING), tuple(answering, 2, Status.ACTIVE));
    assertThat(live.list())
        .extracting(LiveModel::arn, LiveModel::version)
        .containsExactly(tuple(answering, new LiveVersion(version, 2)));
  }

  private int number(Arn version) {
    return versions.find(version).orElseThrow().number();
  }

  private void publish(Arn version) {
    transaction.executeWithoutResult(status -> models.publish(new PublishedModel(
        version,
        "models",
        "a/",
        7,
        Map.of("coverage", 0.5),
        Map.of("coverage", 0.1),
        clock.instant())));
    shop.complete(version);
  }

  private Arn deployed(Arn version) {
    Arn campaign = shop.campaign(version);
    transaction.executeWithoutResult(
        status -> tables.campaigns().lock(campaign).deploy(clock.instant()));
    return campaign;
  }

  private void delete(Arn version) {
    jdbc.sql("DELETE FROM solution_version WHERE solution_version_arn = :version")
        .param("version", version.toString())
        .update();
  }
}
