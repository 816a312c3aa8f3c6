package org.openpersonalize.core.als;

import java.util.Arrays;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.matrix.Vectors;

/**
 * Exact, O(nK² + K³): builds the system and decomposes it as UᵀU.
 *
 * <p>Only upper triangles are touched, each row of them an array of its own so that all loops vectorise.
 */
final class CholeskySolver implements RowSolver {
  private final Gramian gramian;
  private final Objective objective;
  private final float[][] left; // [K][K], upper triangle
  private final float[] right;
  private final float[][] rows; // four gathered rows of Y

  CholeskySolver(Gramian gramian, Objective objective) {
    this.gramian = gramian;
    this.objective = objective;
    this.left = new float[gramian.rank()][gramian.rank()];
    this.right = new float[gramian.rank()];
    this.rows = new float[4][gramian.rank()];
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
    substitute(x);
  }

  /** Replaces the upper triangle of A by U, UᵀU = A, row after row. */
  private void decompose() {
    for (int k = 0; k < left.length; k++) {
      float[] pivotRow = left[k];
      float pivot = pivotRow[k];
      if (!(pivot > 0)) {
        throw new IllegalStateException(
            "The system of a row is not positive definite: the regularization is too small for floats");
      }
      float inverse = (float) (1 / Math.sqrt(pivot));
      for (int l = k; l < left.length; l++) {
        pivotRow[l] *= inverse;
      }
      for (int i = k + 1; i < left.length; i++) {
        Vectors.addScaled(left[i], -pivotRow[i], pivotRow, i);
      }
    }
  }

  /** Solves Uᵀz = right, then Ux = z. */
  private void substitute(float[] x) {
    for (int k = 0; k < left.length; k++) {
      right[k] /= left[k][k];
      Vectors.addScaled(right, -right[k], left[k], k + 1);
    }
    for (int k = left.length - 1; k >= 0; k--) {
      x[k] = (right[k] - Vectors.dot(left[k], x, k + 1)) / left[k][k];
    }
  }
}
