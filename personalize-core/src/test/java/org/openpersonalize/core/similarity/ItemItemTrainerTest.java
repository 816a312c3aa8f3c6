// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ItemItemTrainerTest {
  private static final InteractionLog LOG = TestData.random(5, 120, 90, 2500);
  private static final TrainingData DATA = new TrainingData(LOG, ConfidenceRule.everyEvent(), 1, 2);
  private static final Profile HISTORY =
      new Profile(new int[] {2, 11, 40}, new float[] {1, 0.25f, 3});

  @Nested
  class By_co_occurrence extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return ItemItemParameters.DEFAULT.trainer();
    }
  }

  @Nested
  class By_log_likelihood extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return ItemItemParameters.DEFAULT.withMeasure(Measure.LOG_LIKELIHOOD).trainer();
    }
  }

  @Test
  void scores_are_those_of_the_formula() {
    assertScores(train(0.7, 0.6, 0.2), 0.7, 0.6, 0.2);
  }

  @Test
  void of_related_items_all_comes_from_the_item_that_is_asked_about() {
    ItemItemModel model = train(0.7, 0.6, 0.2);
    Query query = Query.of(HISTORY).about(5);

    Contributions contributions = model.explain(query, 7);

    assertThat(contributions.byItem()).containsOnlyKeys(5);
    assertThat(contributions.of(5))
        .isPositive()
        .isCloseTo(model.scorer(query).score(7), withinPercentage(1e-4));
  }

  @Test
  void exponents_of_items_can_be_changed_without_counting_again() {
    ItemItemModel model = train(0.7, 0.6, 0.2);

    ItemItemModel other = model.withExponents(0.1, 0.9);

    assertScores(other, 0.1, 0.6, 0.9);
    assertThat(other.coOccurrence()).isSameAs(model.coOccurrence());
  }

  @Test
  void models_that_differ_in_the_exponents_of_items_share_their_counts() {
    assertThat(train(0.5, 0.25, 0.5).coOccurrence())
        .isSameAs(train(0.1, 0.25, 0.2).coOccurrence())
        .isNotSameAs(train(0.5, 0, 0.5).coOccurrence());
  }

  @Test
  void cosine_is_a_special_case() {
    SimpleMatrix r = binary();
    float[] scores = scores(train(0.5, 0, 0.5));

    for (int item = 0; item < scores.length; item++) {
      double expected = 0;
      for (int n = 0; n < HISTORY.size(); n++) {
        SimpleMatrix one = r.getColumn(HISTORY.items()[n]);
        SimpleMatrix other = r.getColumn(item);
        expected += HISTORY.confidences()[n] * one.dot(other) / one.normF() / other.normF();
      }
      assertThat((double) scores[item]).isCloseTo(expected, within(1e-5));
    }
  }

  /** Table 4 of Dunning's paper has no counts; these are worked out by hand from G = 2 Σ O ln(O / E). */
  @Test
  void the_log_likelihood_ratio_is_twice_the_sum_of_observed_times_log_of_observed_by_expected() {
    double both = 30;
    double first = 50;
    double second = 90;
    double all = 1000;

    double expected = 2
        * (30 * Math.log(30 / (50 * 90 / 1000.0))
            + 20 * Math.log(20 / (50 * 910 / 1000.0))
            + 60 * Math.log(60 / (950 * 90 / 1000.0))
            + 890 * Math.log(890 / (950 * 910 / 1000.0)));

    assertThat(LogLikelihoodRatio.of(both, first, second, all)).isCloseTo(expected, within(1e-9));
    assertThat(LogLikelihoodRatio.of(50, 50, 50, all)).isGreaterThan(300);
    assertThat(LogLikelihoodRatio.of(4.5, first, second, all)).isZero();
    assertThat(LogLikelihoodRatio.of(1, first, second, all))
        .as("items that shun each other are not alike")
        .isZero();
  }

  private static void assertScores(ItemItemModel model, double a, double b, double c) {
    SimpleMatrix r = binary();
    float[] scores = scores(model);
    for (int target = 0; target < scores.length; target++) {
      double sum = 0;
      for (int n = 0; n < HISTORY.size(); n++) {
        int item = HISTORY.items()[n];
        double together = 0;
        for (int user = 0; user < r.getNumRows(); user++) {
          together +=
              Math.pow(r.getRow(user).elementSum(), -b) * r.get(user, item) * r.get(user, target);
        }
        sum += HISTORY.confidences()[n] * Math.pow(r.getColumn(item).elementSum(), -a) * together;
      }
      double expected = sum * Math.pow(r.getColumn(target).elementSum(), -c);
      assertThat((double) scores[target]).isCloseTo(expected, within(1e-4 * (1 + expected)));
    }
  }

  private static SimpleMatrix binary() {
    InteractionMatrix matrix = DATA.usersByItems();
    SimpleMatrix r = new SimpleMatrix(matrix.rows(), matrix.columns());
    for (int user = 0; user < matrix.rows(); user++) {
      for (int entry = matrix.start(user); entry < matrix.end(user); entry++) {
        r.set(user, matrix.columnIndices()[entry], 1);
      }
    }
    return r;
  }

  private static ItemItemModel train(double a, double b, double c) {
    return ItemItemParameters.DEFAULT
        .withExponents(a, c)
        .withUserExponent(b)
        .trainer()
        .train(DATA, TrainingProgress.NONE);
  }

  private static float[] scores(ItemItemModel model) {
    float[] scores = new float[model.itemCount()];
    model.scorer(Query.of(HISTORY)).scoreAll(scores);
    return scores;
  }
}
