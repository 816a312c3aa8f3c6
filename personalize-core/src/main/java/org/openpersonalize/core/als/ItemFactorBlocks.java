// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Multiplier;
import org.openpersonalize.core.kernel.RightFactor;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.CoarseScores;

/**
 * Item factors laid out for scoring: a {@link RightFactor} for each block of {@link CandidateScorer#BLOCK} items.
 *
 * <p>A block's scores are a sum of K scaled arrays, which vectorises, where a dot product per item does not; at 10,000
 * items this is five times faster than rows. Reading a row back, which folding a user in needs for each event, fetches K lines from
 * memory, and together took a fourth as long as all products: who does that has the factors {@linkplain #inRowsToo in rows} as well.
 *
 * <p>A large catalogue has its factors in bytes as well, a fourth more memory, which screen the items that can be among the best: see
 * {@link CoarseFactors}.
 *
 * <p>A user has the same scores, to the last bit, whether alone, among others, or asked about one item.
 */
public final class ItemFactorBlocks implements FactorRows {
  private static final int BLOCK = CandidateScorer.BLOCK;

  /** So many that reading a block is little beside multiplying it, and their scores of a block fit the second cache. */
  public static final int USERS_TOGETHER = 128;

  /** From one user's scores to the next: a multiple of 4096 bytes would have their stores and loads wait for each other. */
  private static final int STRIDE = BLOCK + Kernels.WIDTH;

  private static final long MOST_IN_ROWS = (32L << 20) / Float.BYTES;

  /** From so many items on a request waits for factors to come from memory. */
  private static final int LARGE = 100_000;

  private final Kernels kernels;
  private final int rows;
  private final int rank;
  private final RightFactor[] blocks; // each [factors, items in the block]
  private final float @Nullable [][] inRows; // [blocks][BLOCK, rank]
  private final @Nullable CoarseFactors coarse;

  public ItemFactorBlocks(FactorRows factors, Kernels kernels) {
    this(
        kernels,
        factors.rows(),
        factors.rank(),
        new RightFactor[blocks(factors.rows())],
        null,
        isLarge(factors.rows()) && kernels.multipliesBytes()
            ? new CoarseFactors(factors, kernels)
            : null);
    fill(0, factors);
  }

  private static boolean isLarge(long items) {
    return items >= LARGE;
  }

  private ItemFactorBlocks(
      Kernels kernels,
      int rows,
      int rank,
      RightFactor[] blocks,
      float @Nullable [][] inRows,
      @Nullable CoarseFactors coarse) {
    this.kernels = kernels;
    this.coarse = coarse;
    this.rows = rows;
    this.rank = rank;
    this.blocks = blocks;
    this.inRows = inRows;
  }

  /** The same, with a second copy whose rows are read at once, unless that takes more than 32 MB; blocks are shared. */
  public ItemFactorBlocks inRowsToo() {
    if (inRows != null || (long) blocks.length * rank * BLOCK > MOST_IN_ROWS) {
      return this;
    }
    ItemFactorBlocks both =
        new ItemFactorBlocks(kernels, rows, rank, blocks, new float[blocks.length][], coarse);
    both.copyRows(0);
    return both;
  }

  /** The same with {@linkplain CandidateScorer#coarse coarse scores}, as large catalogues have them. */
  ItemFactorBlocks withCoarse() {
    return new ItemFactorBlocks(
        kernels, rows, rank, blocks, inRows, new CoarseFactors(this, kernels));
  }

  /** Writes the rows of the blocks from the first on. */
  private void copyRows(int first) {
    for (int block = first; inRows != null && block < blocks.length; block++) {
      float[] copy = new float[BLOCK * rank];
      for (int item = 0; item < BLOCK; item++) {
        blocks[block].copyColumn(item, copy, item * rank);
      }
      inRows[block] = copy;
    }
  }

  private static int blocks(int rows) {
    return (rows + BLOCK - 1) / BLOCK;
  }

  /** Writes factors into the rows from {@code first} on, to the last, into blocks that are there or not yet. */
  private void fill(int first, FactorRows factors) {
    float[] row = new float[rank];
    for (int item = first; item < rows; item++) {
      if (blocks[item / BLOCK] == null) {
        blocks[item / BLOCK] = kernels.rightFactor(rank, BLOCK);
      }
      factors.copyRow(item - first, row, 0);
      blocks[item / BLOCK].setColumn(item % BLOCK, row);
    }
  }

  /** These factors and others behind them; all blocks but the last are shared. */
  public ItemFactorBlocks followedBy(FactorRows others) {
    int total = Math.addExact(rows, others.rows());
    RightFactor[] extended = Arrays.copyOf(blocks, blocks(total));
    if (rows % BLOCK != 0) {
      extended[rows / BLOCK] = blocks[rows / BLOCK].copy();
    }
    ItemFactorBlocks both = new ItemFactorBlocks(
        kernels,
        total,
        rank,
        extended,
        inRows == null ? null : Arrays.copyOf(inRows, extended.length),
        null);
    both.fill(rows, others);
    both.copyRows(rows / BLOCK);
    return coarse == null
        ? both
        : new ItemFactorBlocks(
            kernels, total, rank, extended, both.inRows, coarse.followedBy(both, rows));
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
    if (inRows == null) {
      blocks[item / BLOCK].copyColumn(item % BLOCK, into, at);
    } else {
      System.arraycopy(inRows[item / BLOCK], item % BLOCK * rank, into, at, rank);
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
      public void scoreAll(float[] scores) {
        for (int block = 0; block < blocks.length; block++) {
          int items = Math.min(BLOCK, rows - block * BLOCK);
          user.multiply(blocks[block], new Tile(scores, block * BLOCK, 1, items, items, 1));
        }
      }

      @Override
      public float score(int item) {
        return blocks[item / BLOCK].product(x, item % BLOCK);
      }

      @Override
      public Optional<CoarseScores> coarse() {
        return Optional.ofNullable(coarse).map(factors -> factors.scores(x));
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

  /** What the factors of so many items take, {@linkplain #inRowsToo in rows too}. */
  public static long sizeInBytes(long items, long rank) {
    long once = Float.BYTES * items * rank;
    return (once > Float.BYTES * MOST_IN_ROWS ? once : 2 * once)
        + (isLarge(items) ? CoarseFactors.sizeInBytes(items, rank) : 0);
  }

  public long sizeInBytes() {
    long items = (long) blocks.length * BLOCK;
    return Float.BYTES * items * rank * (inRows == null ? 1 : 2)
        + (coarse == null ? 0 : CoarseFactors.sizeInBytes(items, rank));
  }
}
