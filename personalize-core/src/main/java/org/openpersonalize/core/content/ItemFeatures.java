// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.TextColumn;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * What a model looks at in the records of items; immutable.
 *
 * <p>A categorical column has a feature of 1 for each category. A number, a point in time as well, is {@code (x − mean) /
 * deviation}, but no further than {@value #FURTHEST} from 0 and divided by it, so that it counts as much as a category at
 * most; and beside it, at knots at the tenths of the items, a feature for each of the two knots between which it lies, of the
 * nearer one the more, which are 1 together (linear splines): what is liked best is seldom the most
 * or the least. Prose has a feature for each word, of tf · idf with {@code idf = ln((1 + N) / (1 + n)) + 1} for a word of n
 * among N items, and the words of a text together have the length {@value #TEXT_LENGTH} (Salton, Buckley: Term-weighting
 * approaches in automatic text retrieval, Information Processing &amp; Management 1988). What is missing is 0. The first
 * feature is 1 for every item.
 */
public final class ItemFeatures {
  /** The place of the feature that every item has. */
  static final int CONSTANT = 0;

  /** In deviations from the mean. */
  static final double FURTHEST = 3;

  private static final double TEXT_LENGTH = 0.5;

  private final IdIndex names;
  private final float[] means; // [F]
  private final float[] scales; // [F]

  /**
   * One of them.
   *
   * @param name see {@link FeatureNames}
   * @param mean what is taken off a number; of a knot, where it is; else 0
   * @param scale what is left of a number, or what there is, is multiplied by this
   */
  record Feature(String name, float mean, float scale) {}

  /**
   * Features from their stored parts.
   *
   * @param names [F], the constant first
   */
  ItemFeatures(IdIndex names, float[] means, float[] scales) {
    this.names = names;
    this.means = means;
    this.scales = scales;
  }

  /** The features that are frequent among these items. */
  static ItemFeatures of(ItemRecords items) {
    List<Feature> features = new ArrayList<>();
    features.add(new Feature(FeatureNames.CONSTANT, 0, 1));
    features.addAll(new FeatureCensus(items).features());
    float[] means = new float[features.size()];
    float[] scales = new float[features.size()];
    IdIndex.Builder names = new IdIndex.Builder();
    for (Feature each : features) {
      int place = names.add(each.name());
      means[place] = each.mean();
      scales[place] = each.scale();
    }
    return new ItemFeatures(names.build(), means, scales);
  }

  /** How many there are. */
  public int size() {
    return names.size();
  }

  /** Bytes held in memory. */
  long sizeInBytes() {
    return names.sizeInBytes() + 2L * Float.BYTES * size();
  }

  IdIndex names() {
    return names;
  }

  float[] means() {
    return means;
  }

  float[] scales() {
    return scales;
  }

  /** The features of some items, a row each. One without a record has none but the first. */
  FeatureRows rows(ItemRecords items) {
    FeatureRows.Builder rows = new FeatureRows.Builder(size());
    for (int item = 0; item < items.size(); item++) {
      rows.add(CONSTANT, 1);
      if (items.has(item)) {
        for (Column column : items.table().columns()) {
          addTo(rows, column, items.rows()[item]);
        }
      }
      rows.endRow();
    }
    return rows.build();
  }

  private void addTo(FeatureRows.Builder rows, Column column, int record) {
    if (column instanceof NumberColumn numbers) {
      if (numbers.isPresent(record)) {
        addNumber(rows, column.field().name(), numbers.number(record));
      }
    } else {
      Map<Integer, Double> values = new TreeMap<>();
      FeatureNames.read(
          column,
          record,
          name -> names
              .find(name)
              .ifPresent(feature -> values.merge(feature, (double) scales[feature], Double::sum)));
      double unit = column instanceof TextColumn ? length(values) / TEXT_LENGTH : 1;
      values.forEach((feature, value) -> rows.add(feature, value / unit));
    }
  }

  private void addNumber(FeatureRows.Builder rows, String column, double number) {
    names.find(column).ifPresent(feature -> {
      double value = (number - means[feature]) * scales[feature];
      rows.add(feature, Math.max(-1, Math.min(1, value)));
    });
    addBetweenKnots(rows, knots(column), number);
  }

  /** The features that are knots of a column, ascending. */
  private int[] knots(String column) {
    return IntStream.rangeClosed(0, FeatureNames.TENTHS)
        .mapToObj(tenth -> names.find(FeatureNames.knot(column, tenth)))
        .flatMapToInt(OptionalInt::stream)
        .toArray();
  }

  private void addBetweenKnots(FeatureRows.Builder rows, int[] knots, double number) {
    int above = 0;
    while (above < knots.length && means[knots[above]] < number) {
      above++;
    }
    if (above > 0 && above < knots.length) {
      double below = means[knots[above - 1]];
      double share = (number - below) / (means[knots[above]] - below);
      rows.add(knots[above - 1], 1 - share);
      rows.add(knots[above], share);
    } else if (knots.length > 0) {
      rows.add(knots[Math.min(above, knots.length - 1)], 1);
    }
  }

  private static double length(Map<Integer, Double> values) {
    return Math.sqrt(
        values.values().stream().mapToDouble(value -> value * value).sum());
  }
}
