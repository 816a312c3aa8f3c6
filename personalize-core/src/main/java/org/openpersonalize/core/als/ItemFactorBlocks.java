// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Multiplier;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;

/**
 * Item factors laid out for scoring: within a block of {@link CandidateScorer#BLOCK} items one array per factor.
 *
 * <p>A block's scores are a sum of K scaled arrays, which vectorises, where a dot product per item does not; at 10,000
 * items this is five times faster than rows. Reading single rows back, which folding a user in needs, is rare enough
 * that a second copy in rows does not pay for its memory.
 *
 * <p>A user has the same scores, to the last bit, whether alone, among others, or asked about one item.
 */
public final class ItemFactorBlocks implements FactorRows {
  private static final int BLOCK = CandidateScorer.BLOCK;

  /** So many that laying out a block is little beside multiplying it, and their scores of a block fit the second cache. */
  public static final int USERS_TOGETHER = 128;

  /** From one user's scores to the next: a multiple of 4096 bytes would have their stores and loads wait for each other. */
  private static final int STRIDE = BLOCK + Kernels.WIDTH;

  private final Kernels kernels;
  private final int rows;
  private final int rank;
  private final float[][][] blocks; // [block][factor][item in the block]

  public ItemFactorBlocks(FactorRows factors, Kernels kernels) {
    this(kernels, factors.rows(), factors.rank(), new float[blocks(factors.rows())][][]);
    fill(0, factors);
  }

  private ItemFactorBlocks(Kernels kernels, int rows, int rank, float[][][] blocks) {
    this.kernels = kernels;
    this.rows = rows;
    this.rank = rank;
    this.blocks = blocks;
  }

  private static int blocks(int rows) {
    return (rows + BLOCK - 1) / BLOCK;
  }

  /** Writes factors into the rows from {@code first} on, to the last, into blocks that are there or not yet. */
  private void fill(int first, FactorRows factors) {
    float[] row = new float[rank];
    for (int item = first; item < rows; item++) {
      if (blocks[item / BLOCK] == null) {
        blocks[item / BLOCK] = new float[rank][BLOCK];
      }
      factors.copyRow(item - first, row, 0);
      for (int k = 0; k < rank; k++) {
        blocks[item / BLOCK][k][item % BLOCK] = row[k];
      }
    }
  }

  /** These factors and others behind them; all blocks but the last are shared. */
  public ItemFactorBlocks followedBy(FactorRows others) {
    int total = Math.addExact(rows, others.rows());
    float[][][] extended = Arrays.copyOf(blocks, blocks(total));
    if (rows % BLOCK != 0) {
      float[][] last = blocks[rows / BLOCK];
      extended[rows / BLOCK] = Arrays.stream(last).map(float[]::clone).toArray(float[][]::new);
    }
    ItemFactorBlocks both = new ItemFactorBlocks(kernels, total, rank, extended);
    both.fill(rows, others);
    return both;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public void copyRow(int item, float[] into, int at) {
    float[][] block = blocks[item / BLOCK];
    for (int k = 0; k < rank; k++) {
      into[at + k] = block[k][item % BLOCK];
    }
  }

  /** All items by their products with a vector, {@code x} [rank]; zero behind the last item. */
  public CandidateScorer scorer(float[] x) {
    Multiplier user = kernels.multiplier(Tile.of(x, 1, rank));
    return new CandidateScorer() {
      @Override
      public int itemCount() {
        return rows;
      }

      @Override
      public void scoreBlock(int block, float[] scores) {
        user.multiply(blocks[block], Tile.of(scores, 1, BLOCK));
      }

      @Override
      public float score(int item) {
        return kernels.product(x, blocks[item / BLOCK], item % BLOCK);
      }
    };
  }

  /**
   * The same of several users.
   *
   * @param users x, [users, at least K], factors behind the K-th being zero
   */
  public BatchScorer batchScorer(FactorMatrix users) {
    Multiplier all =
        kernels.multiplier(new Tile(users.values(), 0, users.rows(), rank, users.rank(), 1));
    float[] scores = new float[users.rows() * STRIDE];
    return new BatchScorer() {
      @Override
      public int itemCount() {
        return rows;
      }

      @Override
      public int users() {
        return users.rows();
      }

      @Override
      public Tile scoreBlock(int block) {
        int items = Math.min(BLOCK, rows - block * BLOCK);
        Tile products = new Tile(scores, 0, users.rows(), items, STRIDE, 1);
        all.multiply(blocks[block], products);
        return products;
      }

      @Override
      public CandidateScorer scorer(int user) {
        int from = user * users.rank();
        return ItemFactorBlocks.this.scorer(Arrays.copyOfRange(users.values(), from, from + rank));
      }
    };
  }

  public long sizeInBytes() {
    return (long) Float.BYTES * blocks.length * rank * BLOCK;
  }
}
