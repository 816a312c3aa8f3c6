// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.factorsimilarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Query;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FactorSimilarityTest {
  private static final FactorMatrix FACTORS =
      new FactorMatrix(4, 2, new float[] {3, 4, 30, 40, -4, 3, 0, 0});

  @Nested
  class Trained extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      FactorSimilarityParameters parameters = FactorSimilarityParameters.DEFAULT.withRank(8);
      return (data, progress) -> parameters.fittedTo(data).trainer().train(data, progress);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Test
  void what_is_compared_is_the_angle_and_not_the_length() {
    FactorSimilarityModel model = FactorSimilarityModel.of(FACTORS);

    float[] scores = scores(model, Query.ANYBODY.about(0));

    assertThat(scores).hasSize(4);
    assertThat(scores[0]).isCloseTo(1, within(1e-6f));
    assertThat(scores[1]).isCloseTo(1, within(1e-6f));
    assertThat(scores[2]).isCloseTo(0, within(1e-6f));
    assertThat(scores[3]).isZero();
  }

  @Test
  void a_history_is_the_sum_of_its_items() {
    FactorSimilarityModel model = FactorSimilarityModel.of(FACTORS);

    float[] scores = scores(model, Query.of(new Profile(new int[] {1, 2}, new float[] {2, -1})));

    assertThat(scores[0]).isCloseTo(2, within(1e-6f));
    assertThat(scores[2]).isCloseTo(-1, within(1e-6f));
  }

  @Test
  void an_item_that_nobody_took_relates_to_others_once_it_is_placed() {
    FactorSimilarityModel model = FactorSimilarityModel.of(FACTORS);
    FactorMatrix placed = model.itemFactors();
    placed.setRow(3, new float[] {-8, 6}, 0);

    assertThat(model.relates(2)).isTrue();
    assertThat(model.relates(3)).isFalse();
    assertThat(model.withItemFactors(placed).relates(3)).isTrue();
    assertThat(scores(model.withItemFactors(placed), Query.ANYBODY.about(3))[2])
        .isCloseTo(1, within(1e-6f));
    FactorSimilarityModel more = model.followedBy(new FactorMatrix(1, 2, new float[] {0.3f, 0.4f}));
    assertThat(more.itemCount()).isEqualTo(5);
    assertThat(scores(more, Query.ANYBODY.about(4))[0]).isCloseTo(1, within(1e-6f));
  }

  private static float[] scores(Model model, Query query) {
    float[] scores = new float[model.itemCount()];
    model.scorer(query).scoreAll(scores);
    return scores;
  }
}
