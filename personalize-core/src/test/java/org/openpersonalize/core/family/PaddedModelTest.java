// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PaddedModelTest {
  private static final InteractionLog LOG = TestData.random(1, 100, 1500, 8000);
  private static final Model OWN = EaseParameters.DEFAULT
      .withDenseItems(0)
      .trainer()
      .train(new TrainingData(LOG, ConfidenceRule.everyEvent(), 1, 1), TrainingProgress.NONE);
  private static final int ITEMS = OWN.itemCount();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 700, 3000})
  void items_behind_score_zero_and_all_others_as_before(int further) {
    PaddedModel padded = new PaddedModel(OWN, ITEMS + further);
    Query query = Query.of(new Profile(new int[] {3, 50}, new float[] {1, 2}));

    float[] expected = new float[ITEMS + further];
    OWN.scorer(query).scoreAll(expected);
    Arrays.fill(expected, ITEMS, expected.length, 0);

    float[] scores = new float[ITEMS + further];
    CandidateScorer scorer = padded.scorer(query);
    scorer.scoreAll(scores);
    assertThat(scores).isEqualTo(expected);
    float[][] together = new float[1][ITEMS + further];
    Arrays.fill(together[0], 9);
    padded.scoreAll(List.of(query), together);
    assertThat(together[0]).isEqualTo(expected);
    for (int item = 0; item < scores.length; item += 7) {
      assertThat(scorer.score(item)).isEqualTo(expected[item]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20})
  void items_behind_say_nothing_in_a_history(int place) {
    PaddedModel padded = new PaddedModel(OWN, ITEMS + 30);
    float[] without = new float[ITEMS + 30];
    float[] with = new float[ITEMS + 30];
    padded.scorer(Query.of(new Profile(new int[] {3}, new float[] {1}))).scoreAll(without);

    padded
        .scorer(Query.of(new Profile(new int[] {3, ITEMS + place}, new float[] {1, 5})))
        .scoreAll(with);

    assertThat(with).isEqualTo(without);
  }
}
