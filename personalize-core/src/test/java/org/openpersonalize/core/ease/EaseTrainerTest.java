// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EaseTrainerTest {
  private static final InteractionLog LOG = TestData.random(5, 150, 180, 3500);
  private static final TrainingData DATA = new TrainingData(LOG, ConfidenceRule.everyEvent(), 1, 2);
  private static final Profile HISTORY =
      new Profile(new int[] {0, 2, 11, 40, 90, 130}, new float[] {1, 0.25f, 3, 1, 1, 2});

  @Nested
  class Dense extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return EaseParameters.DEFAULT.trainer();
    }
  }

  @Nested
  class With_a_head_and_a_tail extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return EaseParameters.DEFAULT.withDenseItems(13).trainer();
    }
  }

  @Nested
  class Without_a_head extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return EaseParameters.DEFAULT.withDenseItems(0).trainer();
    }
  }

  /** The same formula with full matrices of doubles; the head's inverse is that of the head alone. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60, 9000})
  void scores_are_those_of_a_slow_and_obvious_implementation(int denseItems) {
    EaseParameters parameters = new EaseParameters(2.5, 0.6, -0.2, 0.35, denseItems, 100);
    double[] expected = slow(parameters);

    EaseModel model = parameters.trainer().train(DATA, TrainingProgress.NONE);

    assertClose(model, expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 60, 9000})
  void an_item_contributes_what_the_score_loses_without_it(int denseItems) {
    EaseModel model = EaseParameters.DEFAULT
        .withDenseItems(denseItems)
        .trainer()
        .train(DATA, TrainingProgress.NONE);
    float[] scores = scores(model);
    Profile others = new Profile(
        Arrays.copyOf(HISTORY.items(), HISTORY.size() - 1),
        Arrays.copyOf(HISTORY.confidences(), HISTORY.size() - 1));
    int last = HISTORY.items()[HISTORY.size() - 1];

    for (int item = 0; item < scores.length; item++) {
      double without = model.scorer(Query.of(others)).score(item);
      assertThat(model.explain(Query.of(HISTORY), item).of(last))
          .isCloseTo(scores[item] - without, within(1e-5 * (1 + Math.abs(scores[item]))));
    }
  }

  @Test
  void exponents_of_items_can_be_changed_without_solving_again() {
    EaseParameters parameters = new EaseParameters(2.5, 0.6, -0.2, 0.35, 60, 100);
    EaseModel model = parameters.trainer().train(DATA, TrainingProgress.NONE);

    EaseModel other = model.withExponents(0.1, 0);

    assertThat(other.weights()).isSameAs(model.weights());
    assertClose(other, slow(parameters.withExponents(0.1, 0)));
  }

  @Test
  void for_a_large_ridge_the_head_goes_over_into_the_tail() {
    EaseParameters stiff = EaseParameters.DEFAULT.withRegularization(1e6);
    float[] dense = scores(stiff.trainer().train(DATA, TrainingProgress.NONE));
    float[] limit = scores(stiff.withDenseItems(0).trainer().train(DATA, TrainingProgress.NONE));

    for (int item = 0; item < dense.length; item++) {
      assertThat(dense[item]).isCloseTo(limit[item], within(5e-3f * limit[item] + 1e-9f));
    }
  }

  @Test
  void the_head_is_the_most_popular_items_and_those_without_users_are_left_out() {
    float[] degrees = {3, 0, 5, 1, 5, 2};

    assertThat(EaseTrainer.mostPopular(degrees, 3)).containsExactly(0, 2, 4);
    assertThat(EaseTrainer.mostPopular(degrees, 1)).containsExactly(2);
    assertThat(EaseTrainer.mostPopular(degrees, 100)).containsExactly(0, 2, 3, 4, 5);
  }

  private static void assertClose(EaseModel model, double[] expected) {
    double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    float[] scores = scores(model);
    for (int item = 0; item < scores.length; item++) {
      assertThat((double) scores[item])
          .as("item %d", item)
          .isCloseTo(expected[item], within(5e-4 * greatest));
    }
  }

  private static float[] scores(EaseModel model) {
    float[] scores = new float[model.itemCount()];
    model.scorer(Query.of(HISTORY)).scoreAll(scores);
    return scores;
  }

  private static double[] slow(EaseParameters parameters) {
    SimpleMatrix r = binary();
    int items = r.getNumCols();
    double[] degrees = new double[items];
    for (int item = 0; item < items; item++) {
      degrees[item] = r.getColumn(item).elementSum();
    }
    SimpleMatrix userScales = new SimpleMatrix(r.getNumRows(), r.getNumRows());
    for (int user = 0; user < r.getNumRows(); user++) {
      userScales.set(user, user, Math.pow(r.getRow(user).elementSum(), -parameters.userExponent()));
    }
    SimpleMatrix gram = r.transpose().mult(userScales).mult(r);
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        double scale = Math.sqrt(degrees[i] * degrees[j]);
        gram.set(i, j, scale > 0 ? gram.get(i, j) / scale : 0);
      }
    }
    int[] head = EaseTrainer.mostPopular(floats(degrees), parameters.denseItems());
    int[] averaged = head.length > 0 ? head : EaseTrainer.mostPopular(floats(degrees), items);
    double ridge = parameters.regularization()
        * Arrays.stream(averaged).mapToDouble(i -> gram.get(i, i)).average().orElseThrow();

    SimpleMatrix weights = gram.divide(ridge);
    SimpleMatrix among = new SimpleMatrix(head.length, head.length);
    for (int i = 0; i < head.length; i++) {
      for (int j = 0; j < head.length; j++) {
        among.set(i, j, gram.get(head[i], head[j]) + (i == j ? ridge : 0));
      }
    }
    SimpleMatrix inverse = head.length > 0 ? among.invert() : among;
    for (int i = 0; i < head.length; i++) {
      for (int j = 0; j < head.length; j++) {
        weights.set(head[i], head[j], -inverse.get(i, j) / inverse.get(j, j));
      }
    }
    double[] scores = new double[items];
    for (int n = 0; n < HISTORY.size(); n++) {
      int i = HISTORY.items()[n];
      double scale = HISTORY.confidences()[n] * Math.pow(degrees[i], parameters.historyExponent());
      for (int j = 0; j < items; j++) {
        scores[j] += i == j || degrees[j] == 0
            ? 0
            : scale * weights.get(i, j) * Math.pow(degrees[j], parameters.targetExponent());
      }
    }
    return scores;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int n = 0; n < floats.length; n++) {
      floats[n] = (float) values[n];
    }
    return floats;
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
}
