package org.openpersonalize.core.als;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_FDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.matrix.Vectors;

/**
 * Exact, O(nK² + K³): builds the system, which is nearly all of the work, and has EJML decompose and solve it.
 *
 * <p>Of the system only the upper triangle is summed, each row of it an array of its own so that the loops vectorise.
 */
final class CholeskySolver implements RowSolver {
  private final Gramian gramian;
  private final Objective objective;
  private final float[][] left; // [K][K], upper triangle
  private final float[] right;
  private final float[][] rows; // four gathered rows of Y
  private final FMatrixRMaj symmetric; // [K, K]
  private final LinearSolverDense<FMatrixRMaj> cholesky;

  CholeskySolver(Gramian gramian, Objective objective) {
    this.gramian = gramian;
    this.objective = objective;
    this.left = new float[gramian.rank()][gramian.rank()];
    this.right = new float[gramian.rank()];
    this.rows = new float[4][gramian.rank()];
    this.symmetric = new FMatrixRMaj(gramian.rank(), gramian.rank());
    this.cholesky = LinearSolverFactory_FDRM.chol(gramian.rank());
  }

  @Override
  public void solve(
      FactorRows fixed, int[] indices, float[] confidences, int from, int to, float[] x) {
    gramian.copyScaled((float) objective.unobservedWeight(), left);
    Arrays.fill(right, 0);
    double observedWeight = 0;
    int entry = from;
    for (; entry + 3 < to; entry += 4) {
      for (int r = 0; r < 4; r++) {
        fixed.copyRow(indices[entry + r], rows[r]);
        observedWeight += confidences[entry + r];
      }
      float c0 = confidences[entry];
      float c1 = confidences[entry + 1];
      float c2 = confidences[entry + 2];
      float c3 = confidences[entry + 3];
      Gramian.addOuterProducts(left, c0, rows[0], c1, rows[1], c2, rows[2], c3, rows[3]);
      Vectors.addScaled(right, 0, c0, rows[0], c1, rows[1], c2, rows[2], c3, rows[3]);
    }
    for (; entry < to; entry++) {
      fixed.copyRow(indices[entry], rows[0]);
      observedWeight += confidences[entry];
      Gramian.addOuterProduct(left, confidences[entry], rows[0]);
      Vectors.addScaled(right, confidences[entry], rows[0]);
    }
    float ridge = objective.ridge(observedWeight, fixed.rows());
    for (int k = 0; k < left.length; k++) {
      left[k][k] += ridge;
    }
    decompose();
    cholesky.solve(FMatrixRMaj.wrap(right.length, 1, right), FMatrixRMaj.wrap(x.length, 1, x));
  }

  /** Hands the whole symmetric matrix to EJML. */
  private void decompose() {
    int rank = left.length;
    for (int k = 0; k < rank; k++) {
      for (int l = k; l < rank; l++) {
        symmetric.data[k * rank + l] = left[k][l];
        symmetric.data[l * rank + k] = left[k][l];
      }
    }
    if (!cholesky.setA(symmetric)) {
      throw new IllegalStateException(
          "The system of a row is not positive definite: the regularization is too small for floats");
    }
  }
}
