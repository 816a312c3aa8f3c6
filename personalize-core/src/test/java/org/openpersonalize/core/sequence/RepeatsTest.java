// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RepeatsTest {
  private static final InteractionLog LOG = Clicks.log("a b c a", "d");

  @Test
  void an_item_of_the_history_scores_by_how_often_and_how_lately_it_was_taken() {
    Model model = new RepeatsParameters(2).trainer().train(Clicks.data(LOG), TrainingProgress.NONE);
    Query query = Clicks.query(LOG, 0);
    float[] scores = new float[model.itemCount()];

    model.scorer(query).scoreAll(scores);

    assertThat(Clicks.scores(LOG, scores))
        .containsEntry("a", 1 + (float) Math.exp(-1.5))
        .containsEntry("b", (float) Math.exp(-1))
        .containsEntry("c", (float) Math.exp(-0.5))
        .hasSize(3);
    assertThat(model.explain(query, 0).of(0)).isCloseTo(scores[0], within(1e-6));
    assertThat(model.explain(query, 0).of(1)).isZero();
  }
}
