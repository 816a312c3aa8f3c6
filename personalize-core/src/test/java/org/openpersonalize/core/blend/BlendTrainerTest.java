// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.blend.BlendParameters.Component;
import org.openpersonalize.core.ease.EaseModel;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.sequence.SequentialRulesParameters;
import org.openpersonalize.core.similarity.ItemItemModel;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BlendTrainerTest {
  private static final InteractionLog LOG = TestData.random(5, 150, 180, 3500);
  private static final TrainingData DATA = new TrainingData(LOG, ConfidenceRule.everyEvent(), 1, 2);
  private static final Profile HISTORY =
      new Profile(new int[] {0, 2, 11, 40}, new float[] {1, 0.25f, 3, 1});

  @Nested
  class Of_the_families_of_the_default extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return BlendParameters.DEFAULT.with("als.factors", "4").trainer();
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Test
  void scores_are_the_weighted_sum_in_units_of_each_components_deviation() {
    ModelParameters near = ItemItemParameters.DEFAULT;
    ModelParameters far = ItemItemParameters.DEFAULT.withExponents(0, 0).withUserExponent(0);
    float[] ofNear = scores(near);
    float[] ofFar = scores(far);

    float[] blended =
        scores(new BlendParameters(List.of(new Component(near, 2), new Component(far, 0.5))));

    for (int item = 0; item < blended.length; item++) {
      assertThat((double) blended[item])
          .isCloseTo(
              2 * ofNear[item] / deviation(ofNear) + 0.5 * ofFar[item] / deviation(ofFar),
              within(1e-4));
    }
  }

  @Test
  void a_component_that_likes_everything_alike_adds_nothing() {
    PopularityModel alike = new PopularityModel(new int[] {3, 3, 3});
    PopularityModel unlike = new PopularityModel(new int[] {1, 2, 3});

    CandidateScorer blended = new BlendModel(
            List.of(new BlendModel.Component(alike, 1), new BlendModel.Component(unlike, 1)))
        .scorer(Query.ANYBODY);

    assertThat(blended.score(1) - blended.score(0)).isCloseTo(1.2247f, within(1e-4f));
    assertThat(blended.score(0)).isCloseTo(1.2247f, within(1e-4f));
  }

  @Test
  void contributions_are_the_weighted_sum_in_the_same_units() {
    Model near = ItemItemParameters.DEFAULT.trainer().train(DATA, TrainingProgress.NONE);
    Model far =
        ItemItemParameters.DEFAULT.withExponents(0, 0).trainer().train(DATA, TrainingProgress.NONE);
    BlendModel blend = new BlendModel(
        List.of(new BlendModel.Component(near, 2), new BlendModel.Component(far, 0.5)));
    Query query = Query.of(HISTORY);

    Contributions contributions = blend.explain(query, 7);

    assertThat(contributions.byItem()).containsOnlyKeys(0, 2, 11, 40);
    assertThat(contributions.remainder()).isZero();
    for (int item : HISTORY.items()) {
      double expected = 2 * near.explain(query, 7).of(item) / deviation(scores(near))
          + 0.5 * far.explain(query, 7).of(item) / deviation(scores(far));
      assertThat(contributions.of(item)).isCloseTo(expected, withinPercentage(1e-3));
    }
  }

  @Test
  void what_looks_at_order_is_scaled_by_one_number_for_all_users() {
    ModelParameters rules = SequentialRulesParameters.DEFAULT;
    BlendModel blend = new BlendParameters(List.of(new Component(rules, 2)))
        .trainer()
        .train(DATA, TrainingProgress.NONE);
    Model alone = rules.trainer().train(DATA, TrainingProgress.NONE);
    float[] ofHistory = scores(alone);
    Profile shorter = new Profile(new int[] {11}, new float[] {1});

    float scale = blend.components().get(0).scale();

    assertThat(scale).isPositive();
    assertThat(scores(blend)[7]).isCloseTo(2 * ofHistory[7] / scale, within(1e-5f));
    assertThat(blend.scorer(Query.of(shorter)).score(7))
        .isCloseTo(2 * alone.scorer(Query.of(shorter)).score(7) / scale, within(1e-5f));
  }

  @Test
  void where_everything_happened_at_once_no_component_looks_at_order() {
    BlendParameters blend = new BlendParameters(List.of(
        new Component(ItemItemParameters.DEFAULT, 1),
        new Component(SequentialRulesParameters.DEFAULT, 1)));
    TrainingData atOnce =
        new TrainingData(TestData.random(5, 150, 180, 3500, 0), ConfidenceRule.everyEvent(), 1, 2);

    assertThat(blend.fittedTo(DATA).names()).containsExactly("item-item", "sequential-rules");
    assertThat(blend.fittedTo(atOnce).names()).containsExactly("item-item");
  }

  @Test
  void what_no_component_takes_apart_is_left_over() {
    PopularityModel popularity = new PopularityModel(new int[] {1, 2, 3});

    Contributions contributions = new BlendModel(List.of(
            new BlendModel.Component(popularity, 1), new BlendModel.Component(popularity, 3)))
        .explain(Query.of(new Profile(new int[] {1}, new float[] {1})), 2);

    assertThat(contributions.byItem()).isEmpty();
    assertThat(contributions.remainder()).isCloseTo(4 * 3 / Math.sqrt(2 / 3.0), within(1e-5));
  }

  @Test
  void components_that_count_alike_share_what_was_counted() {
    BlendModel model = BlendParameters.DEFAULT
        .with("als.factors", "4")
        .with("ease.dense_items", "20")
        .trainer()
        .train(DATA, TrainingProgress.NONE);

    EaseModel ease = (EaseModel) model.components().get(1).model();
    ItemItemModel itemItem = (ItemItemModel) model.components().get(2).model();
    assertThat(ease.counts()).isSameAs(itemItem.coOccurrence());
    assertThat(model.sizeInBytes())
        .isEqualTo(model.components().stream()
                .mapToLong(each -> each.model().sizeInBytes())
                .sum()
            - itemItem.coOccurrence().sizeInBytes());
  }

  private static float[] scores(ModelParameters parameters) {
    return scores(parameters.trainer().train(DATA, TrainingProgress.NONE));
  }

  private static float[] scores(Model model) {
    float[] scores = new float[LOG.items().size()];
    model.scorer(Query.of(HISTORY)).scoreAll(scores);
    return scores;
  }

  private static double deviation(float[] scores) {
    double mean = 0;
    for (float score : scores) {
      mean += score / scores.length;
    }
    double variance = 0;
    for (float score : scores) {
      variance += (score - mean) * (score - mean) / scores.length;
    }
    return Math.sqrt(variance);
  }
}
