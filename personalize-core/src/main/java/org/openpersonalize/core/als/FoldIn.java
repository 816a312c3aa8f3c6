// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.Pool;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Contributions;

/**
 * A user's vector from the user's events, when it is asked for: the exact solution of the equation that training solves
 * for a user, with the item factors as they are. These are in the {@link EigenBasis} of their Gramian, so that short
 * histories, which most are, cost O(n²K) and not O(K³); a model that was made before they were is solved the long way.
 *
 * <p>Safe for any number of threads; each call works on memory that nobody else has meanwhile, K floats for each event, and for long
 * histories K².
 */
public final class FoldIn {
  private final FactorRows items;
  private final FixedSide side;
  private final boolean isDual;
  private final Pool<Workspace> workspaces = new Pool<>(Workspace::new);

  /**
   * @param learnedItems how many of the items were learned from, which are the first
   * @param gramian of these
   */
  FoldIn(
      FactorRows items, int learnedItems, Gramian gramian, Objective objective, Kernels kernels) {
    this.items = items;
    this.side = new FixedSide(
        kernels, objective, gramian.withRank(Kernels.padded(items.rank())), learnedItems);
    this.isDual = gramian.isDiagonal();
  }

  /** x, [K]; zero for an empty profile. */
  public float[] userVector(Profile profile) {
    return workspaces.with(own -> own.userVector(profile));
  }

  /** What folding one user in takes, kept for the next. */
  private final class Workspace {
    private final RowSolver solver = solver(1);
    private final FactorMatrix user = new FactorMatrix(1, side.rank());
    private FactorMatrix touched = new FactorMatrix(Kernels.WIDTH, side.rank());

    float[] userVector(Profile profile) {
      if (touched.rows() < profile.size()) {
        touched = new FactorMatrix(Kernels.padded(profile.size()), side.rank());
      }
      copyRows(profile, touched, 0);
      Arrays.fill(user.values(), 0);
      solver.solve(numbered(List.of(profile)), 0, 1, touched, user);
      return Arrays.copyOf(user.values(), items.rank());
    }
  }

  /** X, a row for each profile, of K factors and the zeros that make it a multiple of {@link Kernels#WIDTH}. */
  FactorMatrix userVectors(List<Profile> profiles) {
    FactorMatrix users = new FactorMatrix(profiles.size(), side.rank());
    solver(profiles.size()).solve(numbered(profiles), 0, profiles.size(), touched(profiles), users);
    return users;
  }

  /**
   * What each item of a profile adds to the score of an item. With A the left side of the user's normal equation (see {@link
   * RowSolver}), the score is {@code y · A⁻¹ Σ max(cⱼ, 0) yⱼ}, of which the j-th item has
   *
   * <pre>  max(cⱼ, 0) (A⁻¹y · yⱼ)</pre>
   *
   * so that one system is solved, O(nK² + K³), whatever the length of the profile. An item that the events speak against is in
   * A alone and adds nothing itself.
   *
   * <p>Hu, Koren, Volinsky: Collaborative Filtering for Implicit Feedback Datasets, ICDM 2008, section 5.
   */
  Contributions explain(Profile profile, int item) {
    FactorMatrix touched = touched(List.of(profile));
    NormalEquations equation = new NormalEquations(side, 1);
    equation.begin();
    equation.add(numbered(List.of(profile)), 0, profile.size(), touched, entries());
    float[] y = new float[side.rank()];
    items.copyRow(item, y, 0);
    equation.replaceRight(y);
    equation.solve();
    FactorMatrix solved = new FactorMatrix(1, side.rank());
    equation.copySolution(0, solved, 0);
    return Contributions.of(
        profile, n -> Math.max(profile.confidences()[n], 0) * product(solved.values(), touched, n));
  }

  private static double product(float[] x, FactorMatrix rows, int row) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += (double) x[k] * rows.values()[row * x.length + k];
    }
    return sum;
  }

  /** The factors of the profiles' items, one profile after the other. */
  private FactorMatrix touched(List<Profile> profiles) {
    FactorMatrix touched =
        new FactorMatrix(profiles.stream().mapToInt(Profile::size).sum(), side.rank());
    int row = 0;
    for (Profile profile : profiles) {
      copyRows(profile, touched, row);
      row += profile.size();
    }
    return touched;
  }

  private void copyRows(Profile profile, FactorMatrix into, int first) {
    for (int n = 0; n < profile.size(); n++) {
      items.copyRow(profile.items()[n], into.values(), (first + n) * side.rank());
    }
  }

  private RowSolver solver(int profiles) {
    return isDual ? new DualSolver(side, entries()) : new CholeskySolver(side, entries(), profiles);
  }

  private RowEntries entries() {
    return new RowEntries(side.kernels().rowBuffer(side.rank()));
  }

  /** The profiles as rows, their items numbered one after the other. */
  private static InteractionMatrix numbered(List<Profile> profiles) {
    int[] next = {0};
    return InteractionMatrix.of(
        profiles.stream()
            .map(profile -> new Profile(
                IntStream.range(next[0], next[0] += profile.size()).toArray(),
                profile.confidences()))
            .toList(),
        next[0]);
  }
}
