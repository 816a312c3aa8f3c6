// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendModel.Component;
import org.openpersonalize.core.evaluation.ModelGroup;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WeightingsTest {
  @Test
  void every_weighting_scores_as_the_blend_with_its_weights_does() {
    TrainingData data =
        new TrainingData(TestData.random(1, 80, 50, 1500), ConfidenceRule.everyEvent(), 1, 1);
    Model first = AlsParameters.DEFAULT.trainer().train(data, TrainingProgress.NONE);
    Model second = ItemItemParameters.DEFAULT.trainer().train(data, TrainingProgress.NONE);
    List<Query> profiles = List.of(
        Query.of(new Profile(new int[] {1, 4, 9}, new float[] {1, 2, 0.5f})),
        Query.of(new Profile(new int[] {0}, new float[] {1})));
    double[][] weights = {{1, 0}, {0, 1}, {1, 0.3}, {0.5, 2}};
    ModelGroup.Worker worker = new Weightings(
            List.of(new Component(first, 1), new Component(second, 1, 0.7f)), List.of(weights))
        .worker(profiles.size());

    worker.ask(profiles);

    for (int member = 0; member < weights.length; member++) {
      BlendModel blend = new BlendModel(List.of(
          new Component(first, weights[member][0]),
          new Component(second, weights[member][1], 0.7f)));
      float[][] expected = new float[profiles.size()][blend.itemCount()];
      blend.scoreAll(profiles, expected);
      for (int user = 0; user < profiles.size(); user++) {
        assertThat(worker.scores(member, user)).containsExactly(expected[user], within(1e-4f));
      }
    }
  }
}
