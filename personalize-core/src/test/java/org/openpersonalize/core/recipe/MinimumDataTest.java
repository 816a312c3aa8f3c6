// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MinimumDataTest {
  private static final ConfidenceRule ALL = ConfidenceRule.everyEvent();

  @Test
  void a_thousand_interactions_of_twenty_five_returning_users_are_enough() {
    assertThat(MinimumData.INTERACTIONS.missingFrom(log(25, 40, 0), ALL)).isEmpty();
  }

  @Test
  void fewer_interactions_are_not() {
    assertThat(MinimumData.INTERACTIONS.missingFrom(log(27, 37, 0), ALL))
        .contains("Create failed. Dataset has fewer than 1000 interactions.");
  }

  @Test
  void interactions_that_do_not_count_are_not_counted() {
    assertThat(MinimumData.INTERACTIONS.missingFrom(
            log(25, 40, 0), ConfidenceRule.only("purchase", null)))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("fewer than 1000 interactions after filtering"));
  }

  @Test
  void fewer_returning_users_are_not() {
    assertThat(MinimumData.INTERACTIONS.missingFrom(log(24, 50, 100), ALL))
        .contains(
            "Create failed. Dataset has fewer than 25 users with at least 2 interactions each.");
  }

  @Test
  void returning_users_must_not_be_lost_among_all_others() {
    assertThat(MinimumData.INTERACTIONS.missingFrom(log(25, 40, 2475), ALL)).isEmpty();
    assertThat(MinimumData.INTERACTIONS.missingFrom(log(25, 40, 2476), ALL))
        .hasValueSatisfying(reason -> assertThat(reason).contains("1% of the users"));
  }

  @Test
  void more_than_ten_event_types_are_too_many() {
    assertThat(MinimumData.INTERACTIONS.missingFrom(withEventTypes(10), ALL)).isEmpty();
    assertThat(MinimumData.INTERACTIONS.missingFrom(withEventTypes(11), ALL))
        .contains("Create failed. Dataset has more than 10 distinct event types.");
  }

  @Test
  void all_that_is_lacking_is_told_of_counts() {
    assertThat(MinimumData.INTERACTIONS.lacking(new InteractionCounts(1_000, 2_500, 25, 10)))
        .isEmpty();
    assertThat(MinimumData.INTERACTIONS.lacking(new InteractionCounts(999, 2_500, 24, 11)))
        .containsExactly(
            "Dataset has fewer than 1000 interactions.",
            "Dataset has fewer than 25 users with at least 2 interactions each.",
            "Fewer than 1% of the users in the dataset have at least 2 interactions each.",
            "Dataset has more than 10 distinct event types.");
    assertThat(MinimumData.NOTHING.lacking(InteractionCounts.NONE)).isEmpty();
  }

  @Test
  void events_without_a_type_are_of_no_type() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    log.add("u0", "i0", null, 0, 0);
    assertThat(MinimumData.INTERACTIONS.missingFrom(withEventTypes(10, log), ALL))
        .isEmpty();
  }

  @Test
  void a_recipe_may_count_one_type_of_events_only_in_any_case() {
    assertThat(MinimumData.INTERACTIONS.ofType("VIEW").missingFrom(log(25, 40, 0), ALL))
        .isEmpty();
    assertThat(MinimumData.INTERACTIONS.ofType("Purchase").missingFrom(log(25, 40, 0), ALL))
        .contains(
            "Create failed. Dataset has fewer than 1000 interactions of the event type Purchase.");
  }

  private static InteractionLog withEventTypes(int types) {
    return withEventTypes(types, new InteractionLogBuilder());
  }

  private static InteractionLog withEventTypes(int types, InteractionLogBuilder log) {
    for (int row = 0; row < 1000; row++) {
      log.add("u" + row % 25, "i" + row, "type" + row % types, 0, row);
    }
    return log.build();
  }

  private static InteractionLog log(int returning, int interactionsEach, int once) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < returning; user++) {
      for (int n = 0; n < interactionsEach; n++) {
        log.add("r" + user, "i" + n, "view", 0, n);
      }
    }
    for (int user = 0; user < once; user++) {
      log.add("o" + user, "i0", "view", 0, 0);
    }
    return log.build();
  }
}
