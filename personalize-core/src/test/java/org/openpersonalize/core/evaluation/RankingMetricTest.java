// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.RankingMetric.HitRate;
import org.openpersonalize.core.evaluation.RankingMetric.MeanReciprocalRank;
import org.openpersonalize.core.evaluation.RankingMetric.Ndcg;
import org.openpersonalize.core.evaluation.RankingMetric.Precision;
import org.openpersonalize.core.evaluation.RankingMetric.Recall;

/** The developer guide's worked example and small cases by hand. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RankingMetricTest {
  private static final boolean[] SECOND_AND_FIFTH = {false, true, false, false, true};

  @Test
  void ndcg_of_the_guides_example() {
    assertThat(new Ndcg(5).of(SECOND_AND_FIFTH, 2)).isCloseTo(0.6241, within(0.00005));
  }

  @Test
  void the_ideal_list_has_no_more_relevant_items_than_it_has_places() {
    double ideal = 1 / Math.log(2) + 1 / Math.log(3);
    assertThat(new Ndcg(2).of(SECOND_AND_FIFTH, 9))
        .isCloseTo(1 / Math.log(3) / ideal, within(1e-12));
    assertThat(new Ndcg(2).of(new boolean[] {true, true}, 9)).isEqualTo(1);
  }

  @Test
  void precision_counts_the_places_even_where_the_list_is_shorter() {
    assertThat(new Precision(5).of(SECOND_AND_FIFTH, 2)).isEqualTo(0.4);
    assertThat(new Precision(2).of(SECOND_AND_FIFTH, 2)).isEqualTo(0.5);
    assertThat(new Precision(10).of(SECOND_AND_FIFTH, 2)).isEqualTo(0.2);
  }

  @Test
  void reciprocal_rank_is_that_of_the_first_hit_within_the_depth() {
    assertThat(new MeanReciprocalRank(25).of(SECOND_AND_FIFTH, 2)).isEqualTo(0.5);
    assertThat(new MeanReciprocalRank(1).of(SECOND_AND_FIFTH, 2)).isZero();
    assertThat(new MeanReciprocalRank(25).of(new boolean[25], 2)).isZero();
  }

  @Test
  void recall_is_of_all_relevant_items_however_short_the_list() {
    assertThat(new Recall(5).of(SECOND_AND_FIFTH, 2)).isEqualTo(1);
    assertThat(new Recall(2).of(SECOND_AND_FIFTH, 2)).isEqualTo(0.5);
    assertThat(new Recall(5).of(SECOND_AND_FIFTH, 40)).isEqualTo(0.05);
  }

  @Test
  void a_hit_is_any_relevant_item_within_the_depth() {
    assertThat(new HitRate(5).of(SECOND_AND_FIFTH, 9)).isEqualTo(1);
    assertThat(new HitRate(1).of(SECOND_AND_FIFTH, 9)).isZero();
  }
}
