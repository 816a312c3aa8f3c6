// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.Fading.Law;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfidenceRuleTest {
  private static final ConfidenceRule SHOP = ConfidenceRule.of(
      List.of(new EventWeight("purchase", 2.0, 0.5), new EventWeight("view", null, 0.1)));

  @Test
  void only_listed_events_count_and_only_the_ratio_of_their_weights_matters() {
    assertThat(SHOP.weight("purchase", 2)).isEqualTo(1);
    assertThat(SHOP.weight("View", Float.NaN)).isCloseTo(0.2f, within(1e-6f));
    assertThat(SHOP.weight("click", 9)).isZero();
  }

  @Test
  void an_event_below_the_threshold_or_without_a_value_does_not_count() {
    assertThat(SHOP.weight("purchase", 1.99f)).isZero();
    assertThat(SHOP.weight("purchase", Float.NaN)).isZero();
  }

  @Test
  void an_event_may_speak_against_its_item() {
    ConfidenceRule rule = ConfidenceRule.of(
        List.of(new EventWeight("watch", null, 1), new EventWeight("dislike", null, -2)));

    assertThat(rule.weight("dislike", Float.NaN)).isEqualTo(-1);
    assertThat(rule.weight("watch", Float.NaN)).isEqualTo(0.5f);
    Profile profile =
        new ProfileBuilder(rule).add(1, 0.5f, 0).add(2, -1, 0).add(2, 0.5f, 0).build();
    assertThat(profile.items()).containsExactly(1, 2);
    assertThat(profile.confidences()).containsExactly(0.5f, -0.5f);
  }

  @Test
  void what_each_event_counts_sums_to_the_confidences() {
    ConfidenceRule rule = ConfidenceRule.everyEvent()
        .withFading(new Fading(Law.HYPERBOLIC, Duration.ofMillis(10), 0.1, 3))
        .withHistoryLength(4);
    ProfileBuilder builder = new ProfileBuilder(rule)
        .add(3, 1, 5)
        .add(2, 1, 10)
        .add(3, 0.5f, 20)
        .add(2, -1, 20)
        .add(3, 1, Duration.ofDays(9).toMillis());

    float[] counts = builder.counts(30);
    Profile profile = builder.build(30);

    assertThat(counts).hasSize(5);
    assertThat(counts[4]).as("of a date that cannot be, so the oldest of five").isZero();
    assertThat(counts[0]).isPositive();
    assertThat(profile.items()).containsExactly(2, 3);
    assertThat(profile.confidences()[0]).isEqualTo(counts[1] + counts[3]);
    assertThat(profile.confidences()[1]).isEqualTo(counts[0] + counts[2]);
  }

  @Test
  void a_solution_may_name_a_type_or_a_threshold_alone() {
    assertThat(ConfidenceRule.only("view", null).weight("view", Float.NaN)).isEqualTo(1);
    assertThat(ConfidenceRule.only("view", null).weight("purchase", 5)).isZero();
    assertThat(ConfidenceRule.only(null, 3.0).weight("rating", 3)).isEqualTo(1);
    assertThat(ConfidenceRule.only(null, 3.0).weight("rating", 2)).isZero();
    assertThat(ConfidenceRule.only(null, null)).isEqualTo(ConfidenceRule.everyEvent());
  }

  @Test
  void selecting_leaves_the_interactions_that_count() {
    InteractionLog log = TestData.random(1, 20, 30, 2000);
    InteractionLog selected = SHOP.select(log);

    assertThat(selected.size()).isBetween(1, log.size() - 1);
    for (int row = 0; row < selected.size(); row++) {
      assertThat(SHOP.weight(selected, row)).isPositive();
    }
  }

  @Test
  void repeats_add_up_and_older_events_fade_exponentially_if_the_rule_says_so() {
    ConfidenceRule rule =
        ConfidenceRule.everyEvent().withFading(Fading.exponential(Duration.ofDays(10)));
    long day = Duration.ofDays(1).toMillis();
    Profile profile = new ProfileBuilder(rule)
        .add(7, 1, 0)
        .add(3, 0.5f, 10 * day)
        .add(7, 1, 20 * day)
        .build();

    assertThat(profile.items()).containsExactly(3, 7);
    assertThat(profile.confidences()[0]).isCloseTo(0.25f, within(1e-6f));
    assertThat(profile.confidences()[1]).isCloseTo(1.25f, within(1e-6f));
  }

  @Test
  void an_event_counts_half_after_a_half_life_and_years_later_what_the_floor_leaves() {
    ConfidenceRule rule = ConfidenceRule.everyEvent()
        .withFading(new Fading(Law.HYPERBOLIC, Duration.ofDays(30), 0.2, 0));
    long day = Duration.ofDays(1).toMillis();
    Profile profile = new ProfileBuilder(rule)
        .add(1, 1, 0)
        .add(2, 1, 3910 * day)
        .add(3, 1, 3970 * day)
        .add(4, 1, 4000 * day)
        .build();

    assertThat(profile.confidences()[0]).isCloseTo(0.2f, within(1e-6f));
    assertThat(profile.confidences()[1]).isCloseTo(0.25f, within(1e-6f));
    assertThat(profile.confidences()[2]).isCloseTo(0.5f, within(1e-6f));
    assertThat(profile.confidences()[3]).isEqualTo(1);
  }

  @Test
  void an_event_counts_less_for_each_newer_one_and_those_of_one_moment_count_alike() {
    ConfidenceRule rule = ConfidenceRule.everyEvent()
        .withFading(new Fading(Law.HYPERBOLIC, Duration.ofDays(30_000_000), 0, 2));
    Profile profile = new ProfileBuilder(rule)
        .add(1, 1, 1)
        .add(2, 1, 1)
        .add(3, 1, 2)
        .add(4, 1, 3)
        .build();

    assertThat(profile.confidences()[0]).isCloseTo(0.5f, within(1e-6f));
    assertThat(profile.confidences()[1]).isEqualTo(profile.confidences()[0]);
    assertThat(profile.confidences()[2]).isCloseTo(1 / (float) Math.sqrt(2.5), within(1e-6f));
    assertThat(profile.confidences()[3]).isEqualTo(1);
  }

  @Test
  void a_request_makes_the_profile_that_the_training_made_also_of_dates_in_the_future() {
    Instant now = Instant.ofEpochMilli(Duration.ofDays(200).toMillis());
    InteractionLog log = TestData.random(1, 40, 30, 2000);
    InteractionLog known = log.asOf(now);
    ConfidenceRule rule = ConfidenceRule.everyEvent()
        .withFading(new Fading(Law.HYPERBOLIC, Duration.ofDays(30), 0.2, 50))
        .withHistoryLength(30);
    ProfileBuilder builder = new ProfileBuilder(rule);
    for (int user = 0; user < log.users().size(); user++) {
      Profile trained = builder
          .clear()
          .addAll(known, rule, known.start(user), known.end(user))
          .build();
      Profile requested = builder
          .clear()
          .addAll(log, rule, log.start(user), log.end(user))
          .build(now.toEpochMilli());

      assertThat(requested.items()).isEqualTo(trained.items());
      assertThat(requested.confidences()).isEqualTo(trained.confidences());
    }
  }

  @Test
  void a_user_who_was_away_for_years_has_the_same_profile() {
    ConfidenceRule rule =
        ConfidenceRule.everyEvent().withFading(Fading.exponential(Duration.ofDays(1)));

    assertThat(new ProfileBuilder(rule).add(1, 1, 0).build(99_000_000_000L).confidences())
        .containsExactly(1);
  }

  @Test
  void an_event_whose_date_cannot_be_true_counts_as_the_oldest() {
    ConfidenceRule rule = ConfidenceRule.everyEvent()
        .withFading(Fading.exponential(Duration.ofDays(1)))
        .withHistoryLength(2);
    long day = Duration.ofDays(1).toMillis();
    ProfileBuilder builder =
        new ProfileBuilder(rule).add(1, 1, day).add(2, 1, 2 * day).add(3, 1, 99 * day);

    assertThat(builder.build(2 * day).items()).containsExactly(1, 2);
    assertThat(builder.build(2 * day).confidences()).containsExactly(0.5f, 1);
    assertThat(builder.build(98 * day).items()).containsExactly(2, 3);
    assertThat(builder.clear().add(3, 1, 99 * day).build(day).confidences()).containsExactly(1);
  }

  @Test
  void an_event_dated_into_the_future_does_not_make_the_others_old() {
    ConfidenceRule rule =
        ConfidenceRule.everyEvent().withFading(Fading.exponential(Duration.ofDays(1)));
    ProfileBuilder builder = new ProfileBuilder(rule).add(1, 1, 1000).add(2, 1, 80_000_000L);

    assertThat(builder.build(1000).confidences()).containsExactly(1, 1);
  }

  @Test
  void only_the_newest_events_that_count_are_looked_at() {
    ProfileBuilder builder = new ProfileBuilder(ConfidenceRule.everyEvent().withHistoryLength(2));
    builder.add(1, 1, 1).add(2, 1, 2).add(3, 0, 3).add(4, 1, 4);

    assertThat(builder.build().items()).containsExactly(2, 4);
    assertThat(builder.clear().build().isEmpty()).isTrue();
  }

  @Test
  void a_profile_knows_what_it_contains() {
    Profile profile = new Profile(new int[] {2, 5, 9}, new float[] {1, 1, 1});

    assertThat(profile.contains(5)).isTrue();
    assertThat(profile.contains(4)).isFalse();
  }
}
