package org.openpersonalize.core.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.Profile;

/** Against the normal equation written out in EJML, in double. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RowSolverTest {
  private static final Objective OBJECTIVE = new Objective(0.3, 0.05, 0.7);

  @ParameterizedTest
  @CsvSource({"1,1", "5,1", "7,6", "16,9", "33,50", "64,3", "64,200", "128,40"})
  void the_exact_solver_solves_the_normal_equation(int rank, int entries) {
    Row row = Row.random(rank, 300, entries);
    float[] x = new float[rank];

    row.solveWith(new CholeskySolver(row.gramian, OBJECTIVE), x);

    assertClose(x, row.expected(), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 4096, 4097, 9000})
  void conjugate_gradients_come_to_the_same_solution_if_called_often_enough(int entries) {
    Row row = Row.random(8, 10_000, entries);
    float[] x = new float[8];
    RowSolver solver = new ConjugateGradientSolver(row.gramian, OBJECTIVE);

    for (int sweep = 0; sweep < 30; sweep++) {
      row.solveWith(solver, x);
    }

    assertClose(x, row.expected(), 1e-3);
  }

  @Test
  void conjugate_gradients_that_start_at_the_solution_stay_there() {
    Row row = Row.random(16, 200, 30);
    float[] x = new float[16];
    row.solveWith(new CholeskySolver(row.gramian, OBJECTIVE), x);
    float[] solution = x.clone();

    row.solveWith(new ConjugateGradientSolver(row.gramian, OBJECTIVE), x);

    assertThat(x).usingComparatorWithPrecision(1e-4f).containsExactly(solution);
  }

  @Test
  void a_solver_carries_nothing_over_from_one_row_to_the_next() {
    Row first = Row.random(16, 200, 30);
    Row second = new Row(first.items, first.gramian, new int[] {5, 9}, new float[] {1, 2});
    CholeskySolver solver = new CholeskySolver(first.gramian, OBJECTIVE);
    float[] x = new float[16];

    first.solveWith(solver, x);
    second.solveWith(solver, x);

    assertClose(x, second.expected(), 1e-4);
  }

  @Test
  void a_system_that_is_not_positive_definite_is_reported() {
    Row row = Row.random(4, 2, 1);

    assertThatThrownBy(() -> row.solveWith(
            new CholeskySolver(row.gramian, new Objective(-1, 1e-9, 0)), new float[4]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("regularization");
  }

  @Test
  void folding_in_a_user_is_the_exact_solution_and_zero_without_history() {
    Row row = Row.random(12, 100, 20);
    FoldIn foldIn = FactorModel.of(row.items, row.gramian.toMatrix(), OBJECTIVE).foldIn();

    assertClose(foldIn.userVector(new Profile(row.indices, row.confidences)), row.expected(), 1e-4);
    assertThat(foldIn.userVector(Profile.EMPTY)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1023, 1024, 1025, 3001})
  void a_gramian_is_the_same_for_any_number_of_threads(int rows) {
    FactorMatrix factors = Row.factors(new SplittableRandom(rows), rows, 6);
    SimpleMatrix y = Row.simple(factors);
    SimpleMatrix expected = y.transpose().mult(y);

    float[] values = Gramian.of(factors, 1).toMatrix().values();

    assertThat(Gramian.of(factors, 4).toMatrix().values()).isEqualTo(values);
    for (int k = 0; k < 6; k++) {
      for (int l = 0; l < 6; l++) {
        assertThat((double) values[6 * k + l]).isCloseTo(expected.get(k, l), within(1e-3));
      }
    }
  }

  private static void assertClose(float[] actual, SimpleMatrix expected, double tolerance) {
    for (int k = 0; k < actual.length; k++) {
      assertThat((double) actual[k])
          .as("factor %d", k)
          .isCloseTo(expected.get(k), within(tolerance));
    }
  }

  /** A random row and the answer. */
  private record Row(FactorMatrix items, Gramian gramian, int[] indices, float[] confidences) {
    static Row random(int rank, int rows, int entries) {
      SplittableRandom random = new SplittableRandom(31L * rank + entries);
      FactorMatrix items = factors(random, rows, rank);
      int[] indices = IntStream.range(0, entries).map(e -> e * (rows / entries)).toArray();
      float[] confidences = new float[entries];
      for (int e = 0; e < entries; e++) {
        confidences[e] = 0.1f + 3 * random.nextFloat();
      }
      return new Row(items, Gramian.of(items, 1), indices, confidences);
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
        for (int k = 0; k < matrix.rank(); k++) {
          simple.set(row, k, matrix.values()[row * matrix.rank() + k]);
        }
      }
      return simple;
    }

    void solveWith(RowSolver solver, float[] x) {
      solver.solve(items, indices, confidences, 0, indices.length, x);
    }

    SimpleMatrix expected() {
      SimpleMatrix y = simple(items);
      SimpleMatrix left = y.transpose().mult(y).scale(OBJECTIVE.unobservedWeight());
      SimpleMatrix right = new SimpleMatrix(items.rank(), 1);
      double sum = 0;
      for (int entry = 0; entry < indices.length; entry++) {
        SimpleMatrix column = y.getRow(indices[entry]).transpose();
        left = left.plus(column.mult(column.transpose()).scale(confidences[entry]));
        right = right.plus(column.scale(confidences[entry]));
        sum += confidences[entry];
      }
      double ridge = OBJECTIVE.regularization()
          * Math.pow(
              sum + OBJECTIVE.unobservedWeight() * items.rows(),
              OBJECTIVE.regularizationExponent());
      return left.plus(SimpleMatrix.identity(items.rank()).scale(ridge)).solve(right);
    }
  }
}
