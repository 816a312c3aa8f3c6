// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Query;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StepsTest {
  private static final InteractionLog LOG = Clicks.log("a b+c a d");
  private static final Query QUERY = Clicks.query(LOG, 0);

  @Test
  void the_newest_event_comes_first_and_events_of_one_moment_are_as_many_steps_back() {
    Steps steps = Steps.of(QUERY);

    assertThat(steps.items()).containsExactly(3, 0, 2, 1, 0);
    assertThat(steps.gaps()).containsExactly(0, 1, 2, 2, 3);
    assertThat(steps.confidences()).containsOnly(1);
    assertThat(steps.weight(3, 4)).isEqualTo((float) Math.exp(-0.5));
  }

  @Test
  void the_confidence_in_an_item_is_shared_by_its_events_and_others_do_not_count() {
    Profile profile = new Profile(new int[] {0, 3}, new float[] {3, -1});
    Steps steps = Steps.of(Query.of(profile, QUERY::history));

    assertThat(steps.items()).containsExactly(3, 0, 0);
    assertThat(steps.gaps()).containsExactly(0, 1, 2);
    assertThat(steps.confidences()).containsExactly(-1, 1.5f, 1.5f);
  }

  @Test
  void where_no_order_is_known_all_items_are_the_newest() {
    Steps steps = Steps.of(Query.of(QUERY.profile()));

    assertThat(steps.items()).containsExactly(0, 1, 2, 3);
    assertThat(steps.gaps()).containsOnly(0);
    assertThat(steps.confidences()).containsExactly(2, 1, 1, 1);
  }

  @Test
  void a_question_about_an_item_goes_by_it_alone() {
    Steps steps = Steps.of(QUERY.about(1));

    assertThat(steps.items()).containsExactly(1);
    assertThat(steps.weight(0, 3)).isEqualTo(1);
  }
}
