// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.CheckpointsInMemory;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ImplicitAlsTrainerTest {
  private static final Objective OBJECTIVE = new Objective(0.2, 0.01, 1);

  @Nested
  class With_conjugate_gradients extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return ImplicitAlsTrainerTest.trainer(4, 15, RowSolver.Method.CONJUGATE_GRADIENT);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Nested
  class With_cholesky extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return ImplicitAlsTrainerTest.trainer(4, 15, RowSolver.Method.CHOLESKY);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Nested
  class With_the_dual_of_short_rows extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return ImplicitAlsTrainerTest.trainer(4, 15, RowSolver.Method.DUAL);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Nested
  class With_subspaces extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return ImplicitAlsTrainerTest.trainer(40, 15, RowSolver.Method.SUBSPACE_32);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Test
  void a_state_is_kept_after_every_sweep() {
    CheckpointsInMemory kept = new CheckpointsInMemory(Integer.MAX_VALUE);
    InteractionLog log = TestData.random(4, 200, 150, 5000);
    trainer(4, 7, RowSolver.Method.CONJUGATE_GRADIENT)
        .train(new TrainingData(log, ConfidenceRule.everyEvent(), 1, 2), kept.progress());

    assertThat(kept.steps()).isEqualTo(7);
    assertThat(kept.states())
        .singleElement()
        .satisfies(state -> assertThat(state.step()).isEqualTo(7));
  }

  @Test
  void another_training_does_not_go_on_from_what_this_one_has_learned() {
    CheckpointsInMemory kept = new CheckpointsInMemory(Integer.MAX_VALUE);
    InteractionLog log = TestData.random(4, 200, 150, 5000);
    TrainingData data = new TrainingData(log, ConfidenceRule.everyEvent(), 1, 2);
    TrainingData other =
        new TrainingData(log.where((user, row) -> row % 7 != 0), ConfidenceRule.everyEvent(), 1, 2);

    trainer(4, 3, RowSolver.Method.CONJUGATE_GRADIENT).train(data, kept.progress());
    trainer(5, 3, RowSolver.Method.CONJUGATE_GRADIENT).train(data, kept.progress());
    trainer(4, 3, RowSolver.Method.CONJUGATE_GRADIENT).train(other, kept.progress());

    assertThat(kept.states()).hasSize(3);
    assertThat(kept.steps()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource(RowSolver.Method.class)
  void the_loss_falls_with_every_sweep(RowSolver.Method method) {
    List<Double> losses = losses(TestData.random(4, 200, 150, 5000), 8, 10, method);

    assertThat(losses).hasSize(10);
    for (int sweep = 1; sweep < losses.size(); sweep++) {
      assertThat(losses.get(sweep))
          .as("loss after sweep %d", sweep + 1)
          .isLessThan(losses.get(sweep - 1));
    }
  }

  @Test
  void conjugate_gradients_end_where_exact_solutions_end() {
    InteractionLog log = TestData.random(4, 200, 150, 5000);

    double exact = last(losses(log, 8, 40, RowSolver.Method.CHOLESKY));
    double approximate = last(losses(log, 8, 40, RowSolver.Method.CONJUGATE_GRADIENT));

    assertThat(approximate).isCloseTo(exact, within(0.005 * exact));
  }

  @Test
  void what_a_user_dislikes_falls_behind_what_the_user_only_does_not_know() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 40; user++) {
      for (int item = 0; item < 12; item++) {
        if (item % 4 != user % 4) {
          log.add("u" + user, "i" + item, "watch", Float.NaN, item);
        }
      }
    }
    log.add("u0", "i4", "dislike", Float.NaN, 20);
    ConfidenceRule rule = ConfidenceRule.of(
        List.of(new EventWeight("watch", null, 1), new EventWeight("dislike", null, -4)));
    InteractionLog built = log.build();

    Model model = trainer(4, 10, RowSolver.Method.CONJUGATE_GRADIENT)
        .train(new TrainingData(built, rule, 1, 1), TrainingProgress.NONE);

    int user = built.users().find("u0").orElseThrow();
    CandidateScorer scorer = model.scorer(Query.of(new ProfileBuilder(rule)
        .addAll(built, rule, built.start(user), built.end(user))
        .build()));
    float disliked = scorer.score(built.items().find("i4").orElseThrow());
    assertThat(disliked)
        .isLessThan(scorer.score(built.items().find("i0").orElseThrow()))
        .isLessThan(scorer.score(built.items().find("i8").orElseThrow()));
  }

  @Test
  void a_training_is_called_off_within_a_sweep() {
    TrainingData data =
        new TrainingData(TestData.random(3, 2000, 150, 5000), ConfidenceRule.everyEvent(), 1, 2);
    AtomicInteger questions = new AtomicInteger();
    TrainingProgress afterAWhile = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {
        throw new AssertionError("a sweep was finished");
      }

      @Override
      public boolean isCancelled() {
        return questions.incrementAndGet() > 20;
      }
    };

    assertThatThrownBy(() -> AlsParameters.DEFAULT.trainer().train(data, afterAWhile))
        .isInstanceOf(CancellationException.class);
  }

  /** Every cell of a dense table in double, by the formula as it stands in {@link Objective}. */
  @Test
  void exact_sweeps_reach_the_loss_of_a_slow_and_obvious_implementation() {
    InteractionLog log = TestData.random(8, 40, 30, 400);
    int rank = 3;
    InteractionMatrix confidences = InteractionMatrix.of(log, ConfidenceRule.everyEvent());
    SimpleMatrix c = new SimpleMatrix(confidences.rows(), confidences.columns());
    for (int user = 0; user < confidences.rows(); user++) {
      for (int e = confidences.start(user); e < confidences.end(user); e++) {
        c.set(user, confidences.columnIndices()[e], confidences.confidence(e));
      }
    }
    SimpleMatrix x = new SimpleMatrix(c.getNumRows(), rank);
    SimpleMatrix y = SimpleMatrix.random_DDRM(c.getNumCols(), rank, -0.1, 0.1, new Random(1));
    for (int sweep = 0; sweep < 200; sweep++) {
      x = solved(c, y);
      y = solved(c.transpose(), x);
    }

    double loss = last(losses(log, rank, 200, RowSolver.Method.CHOLESKY));

    double expected = slowLoss(c, x, y) / confidences.entries();
    assertThat(loss).isCloseTo(expected, within(1e-4 * expected));
  }

  private static SimpleMatrix solved(SimpleMatrix c, SimpleMatrix fixed) {
    SimpleMatrix solved = new SimpleMatrix(c.getNumRows(), fixed.getNumCols());
    for (int row = 0; row < c.getNumRows(); row++) {
      SimpleMatrix weights = c.getRow(row);
      SimpleMatrix left = fixed
          .transpose()
          .mult(weights.plus(OBJECTIVE.unobservedWeight()).diag())
          .mult(fixed)
          .plus(SimpleMatrix.identity(fixed.getNumCols()).scale(ridge(weights)));
      SimpleMatrix right = fixed.transpose().mult(weights.transpose());
      solved.insertIntoThis(row, 0, left.solve(right).transpose());
    }
    return solved;
  }

  private static double ridge(SimpleMatrix row) {
    return OBJECTIVE.regularization()
        * (row.elementSum() + OBJECTIVE.unobservedWeight() * row.getNumElements());
  }

  private static double slowLoss(SimpleMatrix c, SimpleMatrix x, SimpleMatrix y) {
    SimpleMatrix scores = x.mult(y.transpose());
    double loss = 0;
    for (int user = 0; user < c.getNumRows(); user++) {
      for (int item = 0; item < c.getNumCols(); item++) {
        double score = scores.get(user, item);
        loss += c.get(user, item) * (1 - score) * (1 - score);
        loss += OBJECTIVE.unobservedWeight() * score * score;
      }
      loss += ridge(c.getRow(user)) * Math.pow(x.getRow(user).normF(), 2);
    }
    for (int item = 0; item < c.getNumCols(); item++) {
      loss += ridge(c.getColumn(item).transpose()) * Math.pow(y.getRow(item).normF(), 2);
    }
    return loss;
  }

  static ImplicitAlsTrainer trainer(int rank, int sweeps, RowSolver.Method method) {
    return new ImplicitAlsTrainer(new AlsParameters(rank, OBJECTIVE, sweeps, method));
  }

  private static List<Double> losses(
      InteractionLog log, int rank, int sweeps, RowSolver.Method method) {
    List<Double> losses = new ArrayList<>();
    TrainingProgress listener = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {
        losses.add(loss);
      }

      @Override
      public boolean isCancelled() {
        return false;
      }
    };
    trainer(rank, sweeps, method)
        .train(new TrainingData(log, ConfidenceRule.everyEvent(), 1, 1), listener);
    return losses;
  }

  private static double last(List<Double> losses) {
    return losses.get(losses.size() - 1);
  }
}
