// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;

/** Item factors and their Gramian: all that is kept of a factorization, since users are folded in when they ask. */
public final class FactorModel implements Model, ItemVectors {
  private final ItemFactorBlocks items;
  private final Gramian gramian;
  private final Objective objective;
  private final int learnedItems;
  private final FoldIn foldIn;
  private final Kernels kernels;

  FactorModel(FactorMatrix items, Gramian gramian, Objective objective, Kernels kernels) {
    this(
        new ItemFactorBlocks(items, kernels).inRowsToo(),
        items.rows(),
        gramian,
        objective,
        kernels);
  }

  private FactorModel(
      ItemFactorBlocks items,
      int learnedItems,
      Gramian gramian,
      Objective objective,
      Kernels kernels) {
    this.items = items;
    this.learnedItems = learnedItems;
    this.gramian = gramian;
    this.objective = objective;
    this.foldIn = new FoldIn(items, learnedItems, gramian, objective, kernels);
    this.kernels = kernels;
  }

  /**
   * A model from its stored parts.
   *
   * @param items Y, [I, K]
   * @param gramian YᵀY, [K, K]
   */
  public static FactorModel of(FactorMatrix items, FactorMatrix gramian, Objective objective) {
    return new FactorModel(items, Gramian.of(gramian), objective, Kernels.best());
  }

  @Override
  public int itemCount() {
    return items.rows();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] x = foldIn.userVector(query.profile());
    return items.scorer(x);
  }

  @Override
  public Contributions explain(Query query, int item) {
    return foldIn.explain(query.profile(), item);
  }

  /** Folds all users in, then multiplies them with one block of items after the other. */
  @Override
  public BatchScorer batchScorer(List<Query> queries) {
    FactorMatrix users = foldIn.userVectors(queries.stream().map(Query::profile).toList());
    return items.batchScorer(users);
  }

  @Override
  public int usersTogether() {
    return ItemFactorBlocks.USERS_TOGETHER;
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    batchScorer(queries).scoreAll(scores);
  }

  public FoldIn foldIn() {
    return foldIn;
  }

  @Override
  public Optional<ItemVectors> itemVectors() {
    return Optional.of(this);
  }

  @Override
  public int rank() {
    return items.rank();
  }

  @Override
  public FactorMatrix itemFactors() {
    FactorMatrix copy = new FactorMatrix(items.rows(), items.rank());
    float[] row = new float[items.rank()];
    for (int item = 0; item < items.rows(); item++) {
      items.copyRow(item, row, 0);
      copy.setRow(item, row, 0);
    }
    return copy;
  }

  @Override
  public boolean isPlaced(int item) {
    float[] row = new float[items.rank()];
    items.copyRow(item, row, 0);
    int k = 0;
    while (k < row.length && row[k] == 0) {
      k++;
    }
    return k < row.length;
  }

  /** Users are folded in by the Gramian of the items as they were: one that nobody has taken yet is not one that they left. */
  @Override
  public FactorModel withItemFactors(FactorMatrix factors) {
    return new FactorModel(factors, gramian, objective, kernels);
  }

  /** These get their scores from users who are folded in as before; one who took some of them, by their vectors as well. */
  @Override
  public FactorModel followedBy(FactorMatrix vectors) {
    return new FactorModel(items.followedBy(vectors), learnedItems, gramian, objective, kernels);
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
