// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingProgress;

/** Against the normal equation written out in EJML, in double. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RowSolverTest {
  private static final Objective OBJECTIVE = new Objective(0.3, 0.05, 0.7);
  private static final int COLUMNS = 20_000;
  private static final int[] LENGTHS = {3, 0, 1, 50, 200, 90, 17, 1100, 17_000, 5};

  @ParameterizedTest
  @CsvSource({
    "1,CHOLESKY",
    "6,CHOLESKY",
    "16,CHOLESKY",
    "33,CHOLESKY",
    "64,CHOLESKY",
    "6,DUAL",
    "16,DUAL",
    "64,DUAL",
    "128,DUAL"
  })
  void exact_solvers_solve_the_normal_equation_of_every_row(int rank, RowSolver.Method method) {
    Side side = Side.random(rank, LENGTHS);
    FactorMatrix solved = side.unsolved();

    double objective = side.sweep(method, 1, solved);

    side.assertSolved(solved, 1e-4);
    assertThat(objective).isCloseTo(side.slowObjective(solved), within(1e-5 * objective));
  }

  @ParameterizedTest
  @EnumSource(RowSolver.Method.class)
  void every_solver_comes_to_the_exact_solution_if_called_often_enough(RowSolver.Method method) {
    Side side = Side.random(40, LENGTHS);
    FactorMatrix solved = side.unsolved();

    double objective = 0;
    for (int sweep = 0; sweep < 60; sweep++) {
      objective = side.sweep(method, 2, solved);
    }

    side.assertSolved(solved, 1e-3);
    assertThat(objective).isCloseTo(side.slowObjective(solved), within(1e-4 * objective));
  }

  @ParameterizedTest
  @EnumSource(RowSolver.Method.class)
  void one_call_brings_every_row_nearer_and_tells_the_objective_truly(RowSolver.Method method) {
    Side side = Side.random(33, LENGTHS);
    FactorMatrix solved = side.unsolved();
    double before = side.slowObjective(solved);

    double first = side.sweep(method, 1, solved);
    assertThat(first)
        .isCloseTo(side.slowObjective(solved), within(1e-4 * before))
        .isLessThan(before);
    double second = side.sweep(method, 1, solved);
    assertThat(second)
        .isCloseTo(side.slowObjective(solved), within(1e-4 * before))
        .isLessThanOrEqualTo(first + 1e-4 * before);
  }

  @ParameterizedTest
  @EnumSource(RowSolver.Method.class)
  void the_number_of_threads_changes_no_bit(RowSolver.Method method) {
    Side side = Side.random(32, LENGTHS);
    Side same = Side.random(32, LENGTHS);
    FactorMatrix one = side.unsolved();
    FactorMatrix four = side.unsolved();

    assertThat(same.sweep(method, 4, four)).isEqualTo(side.sweep(method, 1, one));
    assertThat(four.values()).isEqualTo(one.values());
  }

  @ParameterizedTest
  @EnumSource(RowSolver.Method.class)
  void each_partition_alone_has_the_solution_of_the_whole(RowSolver.Method method) {
    int[] lengths =
        IntStream.range(0, 110).map(row -> row == 70 ? 17_000 : row * 7 % 90).toArray();
    Side side = Side.random(48, lengths);
    Side split = Side.random(48, lengths);
    FactorMatrix whole = side.unsolved();
    float[] parts = new float[whole.values().length];
    PartitionSolver solver =
        PartitionSolver.of(side.parameters(method), split.fixed, split.gramian(), 2);
    int[] bounds = {0, 13, 64, lengths.length};

    double objective = side.sweep(method, 2, whole);
    double sum = 0;
    for (int part = 0; part < 3; part++) {
      FactorMatrix solved = new FactorMatrix(bounds[part + 1] - bounds[part], 48);
      sum += solver.solve(
          InteractionMatrix.of(split.profiles.subList(bounds[part], bounds[part + 1]), COLUMNS),
          solved,
          TrainingProgress.NONE);
      System.arraycopy(solved.values(), 0, parts, bounds[part] * 48, solved.values().length);
    }

    assertThat(parts).isEqualTo(whole.values());
    assertThat(sum).isCloseTo(objective, within(1e-9 * objective));
  }

  @Test
  void factors_that_are_not_padded_are_refused() {
    Side side = Side.random(16, new int[] {1});

    assertThatThrownBy(() ->
            PartitionSolver.of(AlsParameters.DEFAULT.withRank(17), side.fixed, side.gramian(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rank 32");
  }

  @Test
  void a_partition_that_does_not_fit_the_fixed_side_is_refused() {
    Side side = Side.random(16, new int[] {1, 2});
    PartitionSolver solver = PartitionSolver.of(
        side.parameters(RowSolver.Method.CHOLESKY), side.fixed, side.gramian(), 1);

    assertThatThrownBy(
            () -> solver.solve(side.matrix, new FactorMatrix(1, 16), TrainingProgress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void parameters_that_are_not_fitted_to_the_data_are_refused() {
    Side side = Side.random(16, new int[] {1});

    assertThatThrownBy(() ->
            PartitionSolver.of(AlsParameters.DEFAULT.withRank(16), side.fixed, side.gramian(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fit the parameters");
  }

  @ParameterizedTest
  @CsvSource({"CHOLESKY,1,1e-4", "CONJUGATE_GRADIENT,60,1e-3"})
  void what_was_not_observed_and_the_regularizer_leave_a_row_at_its_mean(
      RowSolver.Method method, int sweeps, double tolerance) {
    Side side = Side.random(33, LENGTHS);
    FactorMatrix means =
        Side.factors(new SplittableRandom(5), LENGTHS.length, 33).withRank(side.fixed.rank());
    FactorMatrix solved = side.unsolved();
    PartitionSolver solver = PartitionSolver.of(
            side.parameters(method), side.fixed, side.gramian(), 2)
        .drawnTo(means);

    double objective = 0;
    for (int sweep = 0; sweep < sweeps; sweep++) {
      objective = solver.solve(side.matrix, solved, TrainingProgress.NONE);
    }

    double expected = 0;
    for (int row = 0; row < LENGTHS.length; row++) {
      if (LENGTHS[row] > 0) {
        SimpleMatrix mean = new SimpleMatrix(means.rank(), 1, true, Side.row(means, row));
        SimpleMatrix drawn = side.ofAllRows(row).mult(mean);
        SimpleMatrix right = side.right(row).plus(drawn);
        SimpleMatrix x = side.left(row).solve(right);
        for (int k = 0; k < 33; k++) {
          assertThat((double) solved.values()[row * solved.rank() + k])
              .as("factor %d of row %d", k, row)
              .isCloseTo(x.get(k), within(tolerance));
        }
        expected += mean.dot(drawn) - x.dot(right);
        for (float confidence : side.profiles.get(row).confidences()) {
          expected += Math.max(0, confidence);
        }
      }
    }
    assertThat(objective).isCloseTo(expected, within(1e-4 * expected));
  }

  @ParameterizedTest
  @EnumSource(
      value = RowSolver.Method.class,
      names = {"DUAL", "SUBSPACE_32", "SUBSPACE_64"})
  void a_method_that_takes_no_means_says_so(RowSolver.Method method) {
    Side side = Side.random(16, LENGTHS);

    assertThat(method.takesMeans()).isFalse();
    assertThatThrownBy(
            () -> PartitionSolver.of(side.parameters(method), side.fixed, side.gramian(), 1)
                .drawnTo(side.unsolved())
                .solve(side.matrix, side.unsolved(), TrainingProgress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(method.word());
  }

  @Test
  void a_system_that_is_not_positive_definite_is_reported() {
    Side side = Side.random(4, new int[] {1});
    FixedSide broken =
        new FixedSide(Kernels.best(), new Objective(-1, 1e-9, 0), side.gramian(), COLUMNS);

    assertThatThrownBy(() -> new CholeskySolver(
                broken, new RowEntries(broken.kernels().rowBuffer(broken.rank())), null)
            .solve(side.matrix, 0, 1, side.fixed, side.unsolved()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("regularization");
  }

  @Test
  void folding_in_a_user_is_the_exact_solution_and_zero_without_history() {
    Side side = Side.random(12, new int[] {20, 3});
    FoldIn foldIn = FactorModel.of(
            side.fixed.withRank(12), side.gramian().withRank(12).toMatrix(), OBJECTIVE)
        .foldIn();

    float[] x = foldIn.userVector(side.profiles.get(0));

    assertThat(x).hasSize(12);
    side.assertSolved(0, x, 0, 1e-4);
    assertThat(foldIn.userVector(Profile.EMPTY)).containsOnly(0);
  }

  @Test
  void users_folded_in_together_score_like_each_alone() {
    Side side = Side.random(12, new int[] {20, 0, 300});
    FactorModel model =
        FactorModel.of(side.fixed.withRank(12), side.gramian().withRank(12).toMatrix(), OBJECTIVE);
    float[][] together = new float[3][COLUMNS];
    float[] alone = new float[COLUMNS];

    model.scoreAll(side.profiles.stream().map(Query::of).toList(), together);

    for (int user = 0; user < 3; user++) {
      model.scorer(Query.of(side.profiles.get(user))).scoreAll(alone);
      assertThat(together[user]).usingComparatorWithPrecision(1e-5f).containsExactly(alone);
    }
  }

  @Test
  void what_an_item_contributes_is_its_confidence_times_its_likeness_for_the_user() {
    Side side = Side.random(12, new int[] {20, 3, 300});
    FactorModel model =
        FactorModel.of(side.fixed.withRank(12), side.gramian().withRank(12).toMatrix(), OBJECTIVE);
    SimpleMatrix y = Side.simple(side.fixed);

    for (int row = 0; row < 3; row++) {
      Profile profile = side.profiles.get(row);
      SimpleMatrix likeness = y.mult(side.left(row).invert()).mult(y.getRow(77).transpose());
      Contributions contributions = model.explain(Query.of(profile), 77);

      assertThat(contributions.byItem()).hasSize(profile.size());
      for (int n = 0; n < profile.size(); n++) {
        int item = profile.items()[n];
        double expected = Math.max(0, profile.confidences()[n]) * likeness.get(item);
        assertThat(contributions.of(item)).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1023, 1024, 1025, 3001, 70_000})
  void a_gramian_is_the_same_for_any_number_of_threads(int rows) {
    FactorMatrix factors = Side.factors(new SplittableRandom(rows), rows, 16);
    SimpleMatrix y = Side.simple(factors);
    SimpleMatrix expected = y.transpose().mult(y);

    float[] values = Gramian.of(factors, Kernels.best(), 1).toMatrix().values();

    assertThat(Gramian.of(factors, Kernels.best(), 4).toMatrix().values()).isEqualTo(values);
    for (int k = 0; k < 16; k++) {
      for (int l = 0; l < 16; l++) {
        assertThat((double) values[16 * k + l])
            .isCloseTo(expected.get(k, l), within(1e-6 * rows + 1e-4));
      }
    }
  }

  /** One side's rows with their entries, a fifth of which are dislikes, and the answers. */
  private record Side(List<Profile> profiles, InteractionMatrix matrix, FactorMatrix fixed) {
    static Side random(int rank, int[] lengths) {
      SplittableRandom random = new SplittableRandom(rank);
      FactorMatrix fixed = factors(random, COLUMNS, rank).withRank(Kernels.padded(rank));
      List<Profile> profiles = new ArrayList<>();
      for (int length : lengths) {
        int distance = COLUMNS / Math.max(1, length);
        int[] items = IntStream.range(0, length).map(entry -> entry * distance).toArray();
        float[] confidences = new float[length];
        for (int entry = 0; entry < length; entry++) {
          float confidence = 0.1f + 3 * random.nextFloat();
          confidences[entry] = random.nextInt(5) == 0 ? -confidence : confidence;
        }
        profiles.add(new Profile(items, confidences));
      }
      return new Side(profiles, InteractionMatrix.of(profiles, COLUMNS), fixed);
    }

    static FactorMatrix factors(SplittableRandom random, int rows, int rank) {
      FactorMatrix factors = new FactorMatrix(rows, rank);
      for (int value = 0; value < factors.values().length; value++) {
        factors.values()[value] = (float) random.nextDouble(-0.5, 0.5);
      }
      return factors;
    }

    static SimpleMatrix simple(FactorMatrix matrix) {
      SimpleMatrix simple = new SimpleMatrix(matrix.rows(), matrix.rank());
      for (int row = 0; row < matrix.rows(); row++) {
        simple.setRow(row, 0, row(matrix, row));
      }
      return simple;
    }

    private static double[] row(FactorMatrix matrix, int row) {
      double[] values = new double[matrix.rank()];
      for (int k = 0; k < values.length; k++) {
        values[k] = matrix.values()[row * values.length + k];
      }
      return values;
    }

    FactorMatrix unsolved() {
      return new FactorMatrix(matrix.rows(), fixed.rank());
    }

    /** Of the factors as they are now: a solver may turn them. */
    Gramian gramian() {
      return Gramian.of(fixed, Kernels.best(), 1);
    }

    AlsParameters parameters(RowSolver.Method method) {
      return AlsParameters.DEFAULT
          .withRank(fixed.rank())
          .withObjective(OBJECTIVE)
          .withMethod(method);
    }

    double sweep(RowSolver.Method method, int threads, FactorMatrix solved) {
      return PartitionSolver.of(parameters(method), fixed, gramian(), threads)
          .solve(matrix, solved, TrainingProgress.NONE);
    }

    void assertSolved(FactorMatrix solved, double tolerance) {
      for (int row = 0; row < matrix.rows(); row++) {
        assertSolved(row, solved.values(), row * solved.rank(), tolerance);
      }
    }

    void assertSolved(int row, float[] x, int at, double tolerance) {
      SimpleMatrix expected = left(row).solve(right(row));
      for (int k = 0; at + k < x.length && k < fixed.rank(); k++) {
        assertThat((double) x[at + k])
            .as("factor %d of row %d", k, row)
            .isCloseTo(expected.get(k), within(tolerance));
      }
    }

    double slowObjective(FactorMatrix solved) {
      double sum = 0;
      for (int row = 0; row < matrix.rows(); row++) {
        SimpleMatrix x = new SimpleMatrix(fixed.rank(), 1, true, row(solved, row));
        sum += x.dot(left(row).mult(x)) - 2 * x.dot(right(row));
        for (float confidence : profiles.get(row).confidences()) {
          sum += Math.max(0, confidence);
        }
      }
      return sum;
    }

    private SimpleMatrix left(int row) {
      SimpleMatrix left = new SimpleMatrix(fixed.rank(), fixed.rank());
      for (int entry = 0; entry < profiles.get(row).size(); entry++) {
        double confidence = Math.abs(profiles.get(row).confidences()[entry]);
        double[] y = row(fixed, profiles.get(row).items()[entry]);
        for (int k = 0; k < y.length; k++) {
          for (int l = 0; l < y.length; l++) {
            left.set(k, l, left.get(k, l) + confidence * y[k] * y[l]);
          }
        }
      }
      return left.plus(ofAllRows(row));
    }

    /** What the unobserved entries and the regularizer contribute to the left side. */
    private SimpleMatrix ofAllRows(int row) {
      double sum = 0;
      for (float confidence : profiles.get(row).confidences()) {
        sum += Math.abs(confidence);
      }
      double ridge = OBJECTIVE.regularization()
          * Math.pow(
              sum + OBJECTIVE.unobservedWeight() * COLUMNS, OBJECTIVE.regularizationExponent());
      return simple(gramian().toMatrix())
          .scale(OBJECTIVE.unobservedWeight())
          .plus(SimpleMatrix.identity(fixed.rank()).scale(ridge));
    }

    private SimpleMatrix right(int row) {
      SimpleMatrix right = new SimpleMatrix(fixed.rank(), 1);
      for (int entry = 0; entry < profiles.get(row).size(); entry++) {
        double confidence = Math.max(0, profiles.get(row).confidences()[entry]);
        double[] y = row(fixed, profiles.get(row).items()[entry]);
        for (int k = 0; k < y.length; k++) {
          right.set(k, right.get(k) + confidence * y[k]);
        }
      }
      return right;
    }
  }
}
