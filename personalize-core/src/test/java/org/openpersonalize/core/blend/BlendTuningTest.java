// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendParameters.Component;
import org.openpersonalize.core.blend.BlendTuning.Tuned;
import org.openpersonalize.core.evaluation.CalibrationFit;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.HoldOut;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.sequence.SequentialRulesParameters;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.similarity.Measure;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Refinement;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BlendTuningTest {
  private static final ConfidenceRule RULE = ConfidenceRule.everyEvent();
  private static final String NDCG_10 = "normalized_discounted_cumulative_gain_at_10";

  @Test
  void exponents_that_are_far_off_are_moved_and_the_model_with_them() {
    HoldOut holdOut = new HoldOut(TestData.onlineRetail(), 5);
    BlendParameters farOff = new BlendParameters(
        List.of(new Component(ItemItemParameters.DEFAULT.withExponents(0, 0), 1)));
    BlendModel model = train(farOff, holdOut);

    Tuned tuned = tune(farOff, model, holdOut, 2);

    assertThat(ndcg(tuned.model(), holdOut)).isGreaterThan(1.1 * ndcg(model, holdOut));
    assertThat(((ItemItemParameters) tuned.parameters().components().get(0).parameters())
            .targetExponent())
        .isGreaterThan(0);
    assertThat(ndcg(train(tuned.parameters(), holdOut), holdOut))
        .as("what was tuned is what is trained by the parameters")
        .isEqualTo(ndcg(tuned.model(), holdOut));
  }

  @Test
  void a_weight_that_is_far_off_is_changed() {
    HoldOut holdOut = new HoldOut(TestData.twoTastes(800, 60), 5);
    BlendParameters parameters = new BlendParameters(List.of(
        new Component(ItemItemParameters.DEFAULT, 0.3),
        new Component(PopularityParameters.DEFAULT, 2)));
    BlendModel model = train(parameters, holdOut);

    Tuned tuned = tune(parameters, model, holdOut, 1);

    assertThat(ndcg(tuned.model(), holdOut)).isGreaterThan(1.1 * ndcg(model, holdOut));
    assertThat(tuned.parameters().names()).startsWith("item-item");
    assertThat(tuned.parameters().components().get(0).weight()).isGreaterThan(0.3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void new_weights_are_no_worse_for_the_users_they_are_chosen_by(long seed) {
    HoldOut holdOut = new HoldOut(TestData.onlineRetail(), seed);
    BlendParameters parameters = new BlendParameters(List.of(
        new Component(AlsParameters.DEFAULT.withRank(8).withSweeps(4), 0.3),
        new Component(PopularityParameters.DEFAULT, 1)));
    BlendModel model = train(parameters, holdOut);

    Tuned tuned = tune(parameters, model, holdOut, 2);

    List<Calibration> ofSeenItems = List.of(Calibration.NONE, new Calibration(-1e6, 1));
    double before = ofSeenItems.stream()
        .mapToDouble(each -> validationNdcg(model, each, holdOut))
        .max()
        .orElseThrow();
    assertThat(ofSeenItems)
        .anySatisfy(each -> assertThat(validationNdcg(tuned.model(), each, holdOut))
            .isGreaterThanOrEqualTo(before));
  }

  @Test
  void what_looks_at_order_gets_a_weight_where_order_tells_what_comes_next() {
    HoldOut holdOut = new HoldOut(rounds(), 5);
    BlendParameters parameters = new BlendParameters(List.of(
        new Component(ItemItemParameters.DEFAULT, 1),
        new Component(SequentialRulesParameters.DEFAULT, 0)));
    BlendModel model = train(parameters, holdOut);

    Tuned tuned = tune(parameters, model, holdOut, 2);

    assertThat(tuned.parameters().names()).contains("sequential-rules");
    assertThat(ndcg(tuned.model(), holdOut)).isGreaterThan(1.3 * ndcg(model, holdOut));
  }

  /** Everybody goes round ten items again and again. */
  private static InteractionLog rounds() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 600; user++) {
      for (int step = 0; step < 20 + user % 10; step++) {
        int item = user % 20 * 10 + (user / 20 + step) % 10;
        log.add("u" + user, "i" + item, "view", 0, 60_000L * step);
      }
    }
    return log.build();
  }

  @Test
  void a_component_that_has_and_gets_no_weight_is_left_out() {
    HoldOut holdOut = new HoldOut(TestData.twoTastes(800, 60), 5);
    BlendParameters twice = new BlendParameters(List.of(
        new Component(ItemItemParameters.DEFAULT.withMeasure(Measure.LOG_LIKELIHOOD), 1),
        new Component(ItemItemParameters.DEFAULT.withMeasure(Measure.LOG_LIKELIHOOD), 0)));

    Tuned tuned = tune(twice, train(twice, holdOut), holdOut, 1);

    assertThat(tuned.parameters().components()).hasSize(1);
    assertThat(tuned.model().components()).hasSize(1);
  }

  @Test
  void without_users_to_ask_the_blend_stays_as_it_is() {
    InteractionLogBuilder once = new InteractionLogBuilder();
    for (int user = 0; user < 40; user++) {
      once.add("u" + user, "i" + user % 7, "view", 0, user);
    }
    HoldOut holdOut = new HoldOut(once.build(), 1);
    BlendParameters parameters = BlendParameters.DEFAULT.with("als.factors", "4");

    Tuned tuned = tune(parameters, train(parameters, holdOut), holdOut, 1);

    assertThat(tuned.parameters().components())
        .isEqualTo(
            parameters.components().stream().filter(each -> each.weight() > 0).toList());
  }

  @Test
  void the_number_of_threads_does_not_matter() {
    HoldOut holdOut = new HoldOut(TestData.twoTastes(600, 60), 5);
    BlendParameters parameters = BlendParameters.DEFAULT.with("als.factors", "4");
    BlendModel model = train(parameters, holdOut);

    assertThat(tune(parameters, model, holdOut, 3).parameters())
        .isEqualTo(tune(parameters, model, holdOut, 1).parameters());
  }

  @Test
  void a_tuning_that_is_called_off_stops() {
    HoldOut holdOut = new HoldOut(TestData.twoTastes(600, 60), 5);
    BlendParameters parameters = BlendParameters.DEFAULT.with("als.factors", "4");
    BlendModel model = train(parameters, holdOut);
    TrainingProgress cancelled = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return true;
      }
    };

    assertThatThrownBy(() -> new BlendTuning(
                parameters,
                model,
                new Refinement(holdOut.testSet(Part.VALIDATION), RULE, 1, 1, cancelled))
            .run())
        .isInstanceOf(CancellationException.class);
  }

  private static BlendModel train(BlendParameters parameters, HoldOut holdOut) {
    return parameters
        .trainer()
        .train(new TrainingData(holdOut.training(), RULE, 1, 2), TrainingProgress.NONE);
  }

  private static Tuned tune(
      BlendParameters parameters, BlendModel model, HoldOut holdOut, int threads) {
    return new BlendTuning(
            parameters,
            model,
            new Refinement(
                holdOut.testSet(Part.VALIDATION), RULE, 1, threads, TrainingProgress.NONE))
        .run();
  }

  private static double validationNdcg(Model model, Calibration calibration, HoldOut holdOut) {
    RankingMetric ndcg = new RankingMetric.Ndcg(10);
    return new Evaluator(holdOut.testSet(Part.VALIDATION), RULE, 2)
        .evaluate(model, calibration, List.of(ndcg))
        .mean(ndcg);
  }

  private static double ndcg(Model model, HoldOut holdOut) {
    return new Evaluator(holdOut.testSet(Part.TEST), RULE, 2)
        .report(model, CalibrationFit.of(holdOut.testSet(Part.VALIDATION), RULE, model, 2))
        .metric(NDCG_10);
  }
}
