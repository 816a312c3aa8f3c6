// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.ranking.Relation.Shared;

/**
 * How alike items are by what their records say: the cosine of their {@linkplain ItemFeatures features}, each of which counts
 * the more the fewer items have it (Spärck Jones: A statistical interpretation of term specificity and its application in
 * retrieval, Journal of Documentation 1972). Immutable.
 *
 * <p>16 bytes for each feature of each item.
 */
public final class RecordSimilarity {
  private final @Nullable IdIndex names; // [F], null in models from before they were kept
  private final FeatureRows features; // items × features, rows of length 1 or empty
  private final FeatureRows items; // the transpose

  private RecordSimilarity(@Nullable IdIndex names, FeatureRows features) {
    this.names = names;
    this.features = features;
    this.items = features.transposed();
  }

  /** Of items that are alike if anything of their records is. */
  public static RecordSimilarity of(ItemRecords records) {
    ItemFeatures features = ItemFeatures.of(records);
    return new RecordSimilarity(features.names(), weighed(features.rows(records)));
  }

  /** Of items without records, of which none is like another. */
  public static RecordSimilarity none(int items) {
    return new RecordSimilarity(
        null, FeatureRows.of(0, new int[items + 1], new int[0], new float[0]));
  }

  /**
   * From its stored parts.
   *
   * @param names of the features, null if they were not stored
   * @param starts [I + 1], where the features of each item begin
   * @param numbers of the features, item after item
   * @param values of the same features
   */
  public static RecordSimilarity of(
      @Nullable IdIndex names, int[] starts, int[] numbers, float[] values) {
    int count = Arrays.stream(numbers).max().orElse(-1) + 1;
    return new RecordSimilarity(names, FeatureRows.of(count, starts, numbers, values));
  }

  private static FeatureRows weighed(FeatureRows rows) {
    float[] rarity = rarity(rows);
    FeatureRows.Builder weighed = new FeatureRows.Builder(rows.columns());
    for (int item = 0; item < rows.rows(); item++) {
      double length = Math.sqrt(rows.weightedSquares(item, squares(rarity)));
      for (int entry = rows.starts()[item]; entry < rows.starts()[item + 1]; entry++) {
        int feature = rows.entryColumns()[entry];
        if (rarity[feature] > 0) {
          weighed.add(feature, rarity[feature] * rows.entryValues()[entry] / length);
        }
      }
      weighed.endRow();
    }
    return weighed.build();
  }

  /** {@code ln(N / n)} of a feature that n of N items have; 0 of the one that all have. */
  private static float[] rarity(FeatureRows rows) {
    int[] having = new int[rows.columns()];
    for (int feature : rows.entryColumns()) {
      having[feature]++;
    }
    float[] rarity = new float[having.length];
    for (int feature = 0; feature < rarity.length; feature++) {
      rarity[feature] = (float) Math.log((double) rows.rows() / Math.max(1, having[feature]));
    }
    return rarity;
  }

  private static float[] squares(float[] values) {
    float[] squares = new float[values.length];
    for (int n = 0; n < squares.length; n++) {
      squares[n] = values[n] * values[n];
    }
    return squares;
  }

  /** How many items there are. */
  public int size() {
    return features.rows();
  }

  /** Is anything known of an item that others may have as well? */
  public boolean knows(int item) {
    return features.starts()[item] < features.starts()[item + 1];
  }

  /** Adds an item's likeness to each item, times {@code scale}, to the scores; to itself it is 1. */
  public void addScaled(float[] scores, float scale, int item) {
    int[] starts = items.starts();
    int[] others = items.entryColumns();
    float[] values = items.entryValues();
    for (int entry = features.starts()[item]; entry < features.starts()[item + 1]; entry++) {
      int feature = features.entryColumns()[entry];
      float share = scale * features.entryValues()[entry];
      for (int at = starts[feature]; at < starts[feature + 1]; at++) {
        scores[others[at]] += share * values[at];
      }
    }
  }

  /** The cosine of two items. */
  public double of(int item, int other) {
    double sum = 0;
    for (int entry = features.starts()[item]; entry < features.starts()[item + 1]; entry++) {
      sum += (double) features.entryValues()[entry] * value(other, features.entryColumns()[entry]);
    }
    return sum;
  }

  /** What of their cosine is of which feature, the greatest part first; none where the features' names are not known. */
  public List<Shared> shared(int item, int other) {
    if (names == null) {
      return List.of();
    }
    List<Shared> parts = new ArrayList<>();
    for (int entry = features.starts()[item]; entry < features.starts()[item + 1]; entry++) {
      int feature = features.entryColumns()[entry];
      double amount = (double) features.entryValues()[entry] * value(other, feature);
      if (amount != 0) {
        parts.add(FeatureNames.shared(names.id(feature), amount));
      }
    }
    return FeatureNames.merged(parts);
  }

  /** The names of the features, null if they are not known. */
  public @Nullable IdIndex names() {
    return names;
  }

  private float value(int item, int feature) {
    for (int entry = features.starts()[item]; entry < features.starts()[item + 1]; entry++) {
      if (features.entryColumns()[entry] == feature) {
        return features.entryValues()[entry];
      }
    }
    return 0;
  }

  /** Where the features of each item begin, [I + 1]; read only, as {@link #numbers} and {@link #values}. */
  public int[] starts() {
    return features.starts();
  }

  public int[] numbers() {
    return features.entryColumns();
  }

  public float[] values() {
    return features.entryValues();
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return 2L * (Integer.BYTES + Float.BYTES) * values().length
        + (long) Integer.BYTES * (features.rows() + items.rows())
        + (names == null ? 0 : names.sizeInBytes());
  }
}
