// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.factorsimilarity;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.als.ItemFactorBlocks;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;

/**
 * Scores items by the cosine of their factors with those of the item that is asked about, or with the sum of those of the
 * history, each of length one and by its confidence. It is high for items that the same kinds of users take, whether or not
 * anybody had both (Koren, Bell, Volinsky: Matrix Factorization Techniques for Recommender Systems, Computer 2009).
 */
public final class FactorSimilarityModel implements Model, ItemVectors {
  private final ItemFactorBlocks items; // of length 1, or 0 where nothing is known

  private FactorSimilarityModel(ItemFactorBlocks items) {
    this.items = items;
  }

  /**
   * Items by vectors of any lengths, which do not count.
   *
   * @param factors [I, K]
   */
  public static FactorSimilarityModel of(FactorMatrix factors) {
    return new FactorSimilarityModel(new ItemFactorBlocks(normalized(factors), Kernels.best()));
  }

  /** Items by vectors that were written by this. */
  public static FactorSimilarityModel read(FactorMatrix unit) {
    return new FactorSimilarityModel(new ItemFactorBlocks(unit, Kernels.best()));
  }

  private static FactorMatrix normalized(FactorMatrix factors) {
    FactorMatrix unit = new FactorMatrix(factors.rows(), factors.rank());
    float[] row = new float[factors.rank()];
    for (int item = 0; item < factors.rows(); item++) {
      factors.copyRow(item, row, 0);
      double length = Math.sqrt(Vectors.dot(row, row));
      if (length > 0) {
        for (int k = 0; k < row.length; k++) {
          row[k] = (float) (row[k] / length);
        }
      }
      unit.setRow(item, row, 0);
    }
    return unit;
  }

  @Override
  public int itemCount() {
    return items.rows();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] x = sum(query.basis());
    return items.scorer(x);
  }

  private float[] sum(Profile basis) {
    float[] sum = new float[items.rank()];
    for (int n = 0; n < basis.size(); n++) {
      Vectors.addScaled(sum, basis.confidences()[n], row(basis.items()[n]));
    }
    return sum;
  }

  private float[] row(int item) {
    float[] row = new float[items.rank()];
    items.copyRow(item, row, 0);
    return row;
  }

  @Override
  public Contributions explain(Query query, int item) {
    Profile basis = query.basis();
    float[] target = row(item);
    return Contributions.of(
        basis, n -> basis.confidences()[n] * Vectors.dot(row(basis.items()[n]), target));
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    return List.of(
        Relation.ofCosine(Relation.Kind.FACTORS, Vectors.dot(row(query.item()), row(item))));
  }

  @Override
  public boolean relates(int item) {
    return isPlaced(item);
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
    for (int item = 0; item < items.rows(); item++) {
      copy.setRow(item, row(item), 0);
    }
    return copy;
  }

  @Override
  public boolean isPlaced(int item) {
    float[] row = row(item);
    return Vectors.dot(row, row) > 0;
  }

  @Override
  public FactorSimilarityModel withItemFactors(FactorMatrix factors) {
    return of(factors);
  }

  @Override
  public FactorSimilarityModel followedBy(FactorMatrix vectors) {
    return new FactorSimilarityModel(items.followedBy(normalized(vectors)));
  }

  @Override
  public long sizeInBytes() {
    return items.sizeInBytes();
  }
}
