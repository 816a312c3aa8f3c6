// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.Activity.Kind;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignUpdateSummary;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/** What is under way and what became of it, whatever kind it is of. */
@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ActivityTableTest {
  @Autowired
  ActivityTable activities;

  @Autowired
  Shop.Tables tables;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  SettableClock clock;

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(tables);
    shop.open();
  }

  @Test
  void a_campaign_is_deployed_as_it_was_asked_last() {
    Arn version = shop.untrained(shop.solution("aws-user-personalization"));
    shop.complete(version);
    Arn campaign = shop.campaign(version);
    assertThat(of(campaign).status()).isEqualTo(Status.CREATE_PENDING);

    Instant asked = clock.instant();
    transaction.executeWithoutResult(status -> {
      Campaign row = tables.campaigns().lock(campaign);
      row.deploy(asked);
      row.request(
          new CampaignUpdateSummary(version, 1, null, Status.CREATE_PENDING, null, asked, asked),
          asked);
      row.fail("The model is gone", asked);
    });

    assertThat(of(campaign).kind()).isEqualTo(Kind.DEPLOYMENT);
    assertThat(of(campaign).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(of(campaign).failureReason()).isEqualTo("The model is gone");
    assertThat(of(campaign).datasetGroupArn()).isEqualTo(Shop.GROUP);
    assertThat(Duration.between(asked, of(campaign).changed()).abs())
        .isLessThan(Duration.ofMillis(2));
    assertThat(activities.unresolved()).extracting(Activity::arn).containsExactly(campaign);
  }

  @Test
  void a_recommender_is_trained_as_it_was_asked_last_and_every_week_and_deleted() {
    Arn recommender = shop.recommender("aws-ecomm-recommended-for-you");
    assertThat(of(recommender).kind()).isEqualTo(Kind.RECOMMENDER);
    assertThat(of(recommender).status()).isEqualTo(Status.CREATE_PENDING);

    changing(recommender, row -> row.trained(clock.instant()));
    assertThat(of(recommender).status()).isEqualTo(Status.ACTIVE);
    changing(recommender, row -> row.retrain(clock.instant()));
    assertThat(of(recommender).status()).isEqualTo(Status.CREATE_IN_PROGRESS);
    changing(recommender, row -> {
      row.trained(clock.instant());
      row.request(RecommenderConfig.DEFAULT, clock.instant());
      row.fail("The data are gone", clock.instant());
    });
    assertThat(of(recommender).failureReason()).isEqualTo("The data are gone");
    assertThat(activities.unresolved()).extracting(Activity::arn).containsExactly(recommender);

    changing(recommender, row -> row.become(Status.DELETE_PENDING, clock.instant()));
    assertThat(of(recommender).kind()).isEqualTo(Kind.DELETION);
  }

  private void changing(Arn recommender, Consumer<Recommender> change) {
    transaction.executeWithoutResult(
        status -> change.accept(tables.recommenders().lock(recommender)));
  }

  @Test
  void a_training_that_failed_is_resolved_by_the_next_one_of_its_solution_alone() {
    Arn solution = shop.solution("aws-user-personalization");
    Arn failed = shop.untrained(solution);
    transaction.executeWithoutResult(
        status -> tables.versions().lock(failed).fail("No interactions", clock.instant()));
    clock.advance(Duration.ofSeconds(1));
    shop.complete(shop.untrained(shop.solution("aws-user-personalization")));
    assertThat(activities.unresolved()).extracting(Activity::arn).containsExactly(failed);

    Arn next = shop.untrained(solution);
    assertThat(activities.unresolved()).extracting(Activity::arn).containsExactly(failed);
    shop.complete(next);

    assertThat(activities.unresolved()).isEmpty();
    assertThat(activities.page(Set.of(Status.CREATE_FAILED), Place.NEWEST))
        .extracting(Activity::arn)
        .containsExactly(failed);
  }

  @Test
  void what_is_being_deleted_is_a_deletion_and_nothing_else() {
    Arn version = shop.untrained(shop.solution("aws-user-personalization"));
    shop.complete(version);
    Arn campaign = shop.campaign(version);
    transaction.executeWithoutResult(
        status -> tables.campaigns().lock(campaign).become(Status.DELETE_PENDING, clock.instant()));

    assertThat(activities.page(Status.DELETING, Place.NEWEST))
        .singleElement()
        .satisfies(activity -> {
          assertThat(activity.kind()).isEqualTo(Kind.DELETION);
          assertThat(activity.arn()).isEqualTo(campaign);
        });
    assertThat(all()).filteredOn(activity -> activity.arn().equals(campaign)).hasSize(1);
  }

  @Test
  void a_place_is_read_as_it_was_written() {
    shop.complete(shop.untrained(shop.solution("aws-user-personalization")));
    Place place = all().get(0).place();

    assertThat(Place.parse(place.toString())).isEqualTo(place);
    assertThat(activities.page(EnumSet.allOf(Status.class), place)).isEmpty();
    for (String text : List.of("", "yesterday~arn", "2026-03-04T05:06:07Z")) {
      assertThatThrownBy(() -> Place.parse(text))
          .isInstanceOfSatisfying(
              PersonalizeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_NEXT_TOKEN));
    }
  }

  private Activity of(Arn arn) {
    return all().stream()
        .filter(activity -> activity.arn().equals(arn))
        .findFirst()
        .orElseThrow();
  }

  private List<Activity> all() {
    return activities.page(EnumSet.allOf(Status.class), Place.NEWEST);
  }
}
