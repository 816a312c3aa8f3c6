// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import org.openpersonalize.core.matrix.FactorMatrix;

/**
 * Places items among the factors of others by what their records say: an item's vector is its features times coefficients.
 * Immutable and safe for any number of threads.
 *
 * <p>Gantner, Drumond, Freudenthaler, Rendle, Schmidt-Thieme: Learning Attribute-to-Feature Mappings for Cold-Start
 * Recommendations, ICDM 2010, section IV.
 */
public final class ContentVectors implements RecordVectors {
  private final ItemFeatures features;
  private final float[][] coefficients; // [F][K]
  private final Fit fit;

  /**
   * How they were learned.
   *
   * @param features F, how many features there are
   * @param items from how many items
   * @param regularization λ
   * @param leaveItemsOutError of the vectors of items that were left out, the squared error divided by that of giving them
   *     all the mean: 0 would be perfect, at 1 records say nothing
   */
  public record Fit(int features, int items, double regularization, double leaveItemsOutError) {}

  ContentVectors(ItemFeatures features, float[][] coefficients, Fit fit) {
    this.features = features;
    this.coefficients = coefficients;
    this.fit = fit;
  }

  /**
   * Vectors from their stored parts.
   *
   * @param coefficients [F, K]
   */
  static ContentVectors of(ItemFeatures features, FactorMatrix coefficients, Fit fit) {
    float[][] rows = new float[coefficients.rows()][coefficients.rank()];
    for (int feature = 0; feature < rows.length; feature++) {
      coefficients.copyRow(feature, rows[feature], 0);
    }
    return new ContentVectors(features, rows, fit);
  }

  ItemFeatures features() {
    return features;
  }

  /** [F, K], a copy. */
  FactorMatrix coefficients() {
    FactorMatrix copy = new FactorMatrix(coefficients.length, rank());
    for (int feature = 0; feature < coefficients.length; feature++) {
      copy.setRow(feature, coefficients[feature], 0);
    }
    return copy;
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return features.sizeInBytes() + (long) Float.BYTES * coefficients.length * rank();
  }

  /** How they were learned. */
  public Fit fit() {
    return fit;
  }

  /** How many factors a vector has. */
  public int rank() {
    return coefficients[ItemFeatures.CONSTANT].length;
  }

  @Override
  public FactorMatrix of(ItemRecords items) {
    FeatureRows rows = features.rows(items);
    FactorMatrix vectors = new FactorMatrix(items.size(), rank());
    for (int item = 0; item < items.size(); item++) {
      if (items.has(item)) {
        float[] vector = new float[rank()];
        rows.addProduct(item, coefficients, vector);
        vectors.setRow(item, vector, 0);
      }
    }
    return vectors;
  }

  /**
   * Factors in which some items have the vectors of their records; one without a record keeps its row.
   *
   * @param records of all items
   * @param factors of all items, [N, K], overwritten at those that are placed
   * @return {@code factors}
   */
  public FactorMatrix placing(int[] items, ItemRecords records, FactorMatrix factors) {
    FactorMatrix vectors = of(records.select(items));
    for (int n = 0; n < items.length; n++) {
      if (records.has(items[n])) {
        factors.setRow(items[n], vectors.values(), n * rank());
      }
    }
    return factors;
  }
}
