// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.TextColumn;
import org.openpersonalize.core.content.ItemFeatures.Feature;

/** Finds out which features some items have, and which of them are worth learning. */
final class FeatureCensus {
  /** What fewer items have says nothing about another item. */
  static final int FEWEST_ITEMS = 3;

  /** The rarest are left out where there are more. */
  static final int MOST_FEATURES = 20_000;

  private final ItemRecords items;

  /**
   * A feature that was counted.
   *
   * @param items how many items have it
   */
  private record Counted(Feature feature, int items) {}

  FeatureCensus(ItemRecords items) {
    this.items = items;
  }

  /** The most frequent features, the frequent ones first. */
  List<Feature> features() {
    List<Counted> counted = new ArrayList<>();
    for (Column column : items.table().columns()) {
      if (column instanceof NumberColumn numbers) {
        count(numbers, counted);
      } else {
        count(column, counted);
      }
    }
    return counted.stream()
        .filter(each -> each.items() >= FEWEST_ITEMS)
        .sorted(Comparator.comparingInt(Counted::items)
            .reversed()
            .thenComparing(each -> each.feature().name()))
        .limit(MOST_FEATURES)
        .map(Counted::feature)
        .toList();
  }

  private void count(NumberColumn column, List<Counted> counted) {
    double[] ascending = Arrays.stream(items.rows())
        .filter(row -> row >= 0 && column.isPresent(row))
        .mapToDouble(column::number)
        .sorted()
        .toArray();
    if (ascending.length > 0 && ascending[0] < ascending[ascending.length - 1]) {
      String name = column.field().name();
      counted.add(new Counted(standardized(name, ascending), ascending.length));
      countKnots(name, ascending, counted);
    }
  }

  private static Feature standardized(String name, double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double variance = Arrays.stream(numbers)
        .map(number -> (number - mean) * (number - mean))
        .average()
        .orElseThrow();
    return new Feature(
        name, (float) mean, (float) (1 / (ItemFeatures.FURTHEST * Math.sqrt(variance))));
  }

  /** A knot at each tenth of the items, from the least to the greatest; one where several tenths meet. */
  private static void countKnots(String name, double[] ascending, List<Counted> counted) {
    float last = Float.NaN;
    for (int tenth = 0; tenth <= FeatureNames.TENTHS; tenth++) {
      float knot = (float) ascending[tenth * (ascending.length - 1) / FeatureNames.TENTHS];
      if (knot != last) {
        counted.add(new Counted(
            new Feature(FeatureNames.knot(name, tenth), knot, 1),
            ascending.length / FeatureNames.TENTHS));
        last = knot;
      }
    }
  }

  private void count(Column column, List<Counted> counted) {
    Map<String, Integer> itemsWith = new HashMap<>();
    Set<String> distinct = new HashSet<>();
    for (int row : items.rows()) {
      if (row >= 0) {
        distinct.clear();
        FeatureNames.read(column, row, distinct::add);
        distinct.forEach(name -> itemsWith.merge(name, 1, Integer::sum));
      }
    }
    boolean isProse = column instanceof TextColumn;
    itemsWith.forEach((name, count) -> counted.add(
        new Counted(new Feature(name, 0, isProse ? inverseFrequency(count) : 1), count)));
  }

  private float inverseFrequency(int count) {
    return (float) (Math.log((1.0 + items.size()) / (1 + count)) + 1);
  }
}
