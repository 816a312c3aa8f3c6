package org.openpersonalize.core.als;

import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.recipe.Model;

/** Item factors and their Gramian: all that is kept of a factorization, since users are folded in when they ask. */
public final class FactorModel implements Model {
  private final ItemFactorBlocks items;
  private final Gramian gramian;
  private final FoldIn foldIn;

  FactorModel(FactorMatrix items, Gramian gramian, Objective objective) {
    this.items = new ItemFactorBlocks(items);
    this.gramian = gramian;
    this.foldIn = new FoldIn(this.items, gramian, objective);
  }

  /**
   * A model from its stored parts.
   *
   * @param items Y, [I, K]
   * @param gramian YᵀY, [K, K]
   */
  public static FactorModel of(FactorMatrix items, FactorMatrix gramian, Objective objective) {
    return new FactorModel(items, Gramian.of(gramian), objective);
  }

  @Override
  public int itemCount() {
    return items.rows();
  }

  @Override
  public CandidateScorer scorer(Profile profile) {
    float[] x = foldIn.userVector(profile);
    return new CandidateScorer() {
      @Override
      public int itemCount() {
        return items.rows();
      }

      @Override
      public void scoreBlock(int block, float[] scores) {
        items.score(x, block, scores);
      }

      @Override
      public float score(int item) {
        return items.score(x, item);
      }
    };
  }

  public FoldIn foldIn() {
    return foldIn;
  }

  /** Y, [I, K], a copy. */
  public FactorMatrix itemFactors() {
    FactorMatrix copy = new FactorMatrix(items.rows(), items.rank());
    float[] row = new float[items.rank()];
    for (int item = 0; item < items.rows(); item++) {
      items.copyRow(item, row);
      copy.setRow(item, row);
    }
    return copy;
  }

  /** YᵀY. */
  public Gramian gramian() {
    return gramian;
  }

  @Override
  public long sizeInBytes() {
    return items.sizeInBytes() + (long) Float.BYTES * gramian.rank() * gramian.rank();
  }
}
