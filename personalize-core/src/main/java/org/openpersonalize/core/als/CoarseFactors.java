// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.CoarseScores;

/**
 * Item factors in a byte each, a fourth of what floats take, for catalogues whose factors are many times as large as the caches: a
 * request for the best waits for them to come from memory.
 *
 * <p>Each factor is first divided by its root mean square d over the items, since some are many times as large as others. Then item
 * j has whole numbers {@code qⱼ} and a step {@code sⱼ = max |yⱼ / d| / 127}, so that its score is
 *
 * <pre>  |x · yⱼ − sⱼ (xd · qⱼ)| ≤ sⱼ ‖xd‖₁ (½ + rounding)</pre>
 *
 * away from the coarse one at most. Symmetric linear quantization by row, as in Jacob et al.: Quantization and Training of Neural
 * Networks for Efficient Integer-Arithmetic-Only Inference, CVPR 2018, section 2.1, without an offset.
 */
final class CoarseFactors {
  private static final int BLOCK = CandidateScorer.BLOCK;
  private static final int GREATEST = Byte.MAX_VALUE;

  private final Kernels kernels;
  private final float[] scales; // d, [K]
  private final int rank;
  private final byte[][] blocks; // of each, panels of Kernels.BYTES_TOGETHER items [K]
  private final float[][] steps; // [blocks][BLOCK]
  private final float[] greatestSteps; // [blocks]

  CoarseFactors(FactorRows factors, Kernels kernels) {
    this(kernels, scales(factors), new byte[blocks(factors.rows())][], new float[0][]);
    fill(0, factors);
  }

  private CoarseFactors(Kernels kernels, float[] scales, byte[][] blocks, float[][] steps) {
    this.kernels = kernels;
    this.scales = scales;
    this.rank = scales.length;
    this.blocks = blocks;
    this.steps = Arrays.copyOf(steps, blocks.length);
    this.greatestSteps = new float[blocks.length];
    for (int block = 0; block < steps.length; block++) {
      greatestSteps[block] = kernels.greatest(steps[block], 0, BLOCK);
    }
  }

  /** Root mean squares; 1 for a factor that is zero for all. */
  private static float[] scales(FactorRows factors) {
    double[] squares = new double[factors.rank()];
    float[] row = new float[factors.rank()];
    for (int item = 0; item < factors.rows(); item++) {
      factors.copyRow(item, row, 0);
      for (int k = 0; k < row.length; k++) {
        squares[k] += (double) row[k] * row[k];
      }
    }
    float[] scales = new float[row.length];
    for (int k = 0; k < scales.length; k++) {
      float scale = (float) Math.sqrt(squares[k] / factors.rows());
      scales[k] = scale >= Float.MIN_NORMAL ? scale : 1;
    }
    return scales;
  }

  private static int blocks(int items) {
    return (items + BLOCK - 1) / BLOCK;
  }

  /** Those of the same factors and others behind them; all blocks but the last are shared. */
  CoarseFactors followedBy(FactorRows all, int before) {
    int shared = before / BLOCK;
    CoarseFactors both = new CoarseFactors(
        kernels,
        scales,
        Arrays.copyOf(Arrays.copyOf(blocks, shared), blocks(all.rows())),
        Arrays.copyOf(steps, shared));
    both.fill(shared, all);
    return both;
  }

  private void fill(int first, FactorRows factors) {
    float[] row = new float[rank];
    for (int block = first; block < blocks.length; block++) {
      blocks[block] = new byte[rank * BLOCK];
      steps[block] = new float[BLOCK];
      int end = Math.min(factors.rows(), (block + 1) * BLOCK);
      for (int item = block * BLOCK; item < end; item++) {
        factors.copyRow(item, row, 0);
        set(block, item % BLOCK, row);
      }
      greatestSteps[block] = kernels.greatest(steps[block], 0, BLOCK);
    }
  }

  private void set(int block, int column, float[] row) {
    float greatest = 0;
    for (int k = 0; k < rank; k++) {
      row[k] /= scales[k];
      greatest = Math.max(greatest, Math.abs(row[k]));
    }
    float step = greatest / GREATEST;
    steps[block][column] = step;
    int at = column / Kernels.BYTES_TOGETHER * Kernels.BYTES_TOGETHER * rank
        + column % Kernels.BYTES_TOGETHER;
    for (int k = 0; k < rank && step > 0; k++) {
      blocks[block][at + k * Kernels.BYTES_TOGETHER] = (byte) Math.round(row[k] / step);
    }
  }

  /**
   * The coarse scores for a vector.
   *
   * @param user [K]
   */
  CoarseScores scores(float[] user) {
    float[] x = new float[rank];
    for (int k = 0; k < rank; k++) {
      x[k] = user[k] * scales[k];
    }
    double norm = 0;
    double squares = 0;
    for (float value : x) {
      norm += Math.abs(value);
      squares += (double) value * value;
    }
    // each of K additions, there and here, rounds off what may be as large as the whole, and so
    // does each of a few products
    float tolerance = (float) (norm * (0.5 + 3.0 * (rank + 4) * GREATEST * 0x1p-24));
    float deviation = (float) (Math.sqrt(squares / 12) / Math.max(tolerance, Float.MIN_NORMAL));
    return new CoarseScores() {
      @Override
      public float deviation() {
        return deviation;
      }

      @Override
      public float scoreBlock(int block, float[] scores, float[] errors) {
        kernels.multiplyBytes(x, blocks[block], scores, BLOCK);
        float[] step = steps[block];
        for (int item = 0; item < BLOCK; item++) {
          scores[item] *= step[item];
        }
        for (int item = 0; item < BLOCK; item++) {
          errors[item] = tolerance * step[item];
        }
        return tolerance * greatestSteps[block];
      }
    };
  }

  /** What those of so many items take. */
  static long sizeInBytes(long items, long rank) {
    return items * (rank + Float.BYTES);
  }
}
