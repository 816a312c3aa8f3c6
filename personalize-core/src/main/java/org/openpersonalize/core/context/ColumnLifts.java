// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.Arrays;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * How much likelier items are where a column has some value than they are anywhere; immutable.
 *
 * <p>The lift of item i under value v is {@code log((nᵥᵢ + a) / (eᵥᵢ + a))}, with nᵥᵢ the users who took i in v, and eᵥᵢ how many
 * that would be if people took in v what they take anywhere. With {@code a} the lifts of what is rare are drawn to 0, as far as
 * the column calls for it: nᵥᵢ / eᵥᵢ has the variance 1/a beside that of counting, see {@link CellCounts#shrinkage}. DuMouchel:
 * Bayesian Data Mining in Large Frequency Tables, The American Statistician 1999 (with two gamma distributions for one).
 *
 * <p>Lifts of less than {@value #LEAST} are not kept, nor those of items that nobody took in v, unless eᵥᵢ ≥ a/4. So there are at
 * most five times as many as interactions. Known are values that at least {@value Categories#FEWEST_USERS} users have, and of
 * these the {@value Categories#MOST} that most users have.
 */
public final class ColumnLifts {
  private static final double LEAST = 0.05;
  private static final double EXPECTED = 0.25; // of a

  private final String column;
  private final IdIndex values;
  private final int[] starts; // [values + 1]
  private final int[] items; // ascending within a value
  private final float[] lifts; // of the same

  /**
   * @param starts where each value's items start, [values + 1]
   * @param items numbers of items, ascending within a value
   * @param lifts of the same items; all arrays are shared, not copied
   */
  public ColumnLifts(String column, IdIndex values, int[] starts, int[] items, float[] lifts) {
    this.column = column;
    this.values = values;
    this.starts = starts;
    this.items = items;
    this.lifts = lifts;
  }

  /** What a log tells of one of its columns. Takes 8 bytes for each interaction with a value, while it counts. */
  public static ColumnLifts of(InteractionLog log, ContextColumn column) {
    Categories categories = Categories.of(log, column);
    CellCounts counts = CellCounts.of(log, column, categories);
    double shrinkage = counts.shrinkage();
    Entries entries = new Entries(categories.names().size());
    counts.forEach((value, item, observed, expected) -> {
      double lift = Math.log((observed + shrinkage) / (expected + shrinkage));
      if (Math.abs(lift) >= LEAST && (observed > 0 || expected >= EXPECTED * shrinkage)) {
        entries.add(value, item, lift);
      }
    });
    return entries.lifts(column.name(), categories.names());
  }

  /** Lifts as they are learned, value by value. */
  private static final class Entries {
    private final int[] starts;
    private int size;
    private int[] items = new int[1024];
    private float[] lifts = new float[1024];

    Entries(int values) {
      starts = new int[values + 1];
    }

    void add(int value, int item, double lift) {
      if (size == items.length) {
        items = Arrays.copyOf(items, Math.addExact(size, size / 2));
        lifts = Arrays.copyOf(lifts, items.length);
      }
      items[size] = item;
      lifts[size++] = (float) lift;
      starts[value + 1]++;
    }

    ColumnLifts lifts(String column, IdIndex values) {
      Arrays.parallelPrefix(starts, Integer::sum);
      return new ColumnLifts(
          column, values, starts, Arrays.copyOf(items, size), Arrays.copyOf(lifts, size));
    }
  }

  /** The column's name. */
  public String column() {
    return column;
  }

  /** The values of which something is known. */
  public IdIndex values() {
    return values;
  }

  /** Where each value's items start, [values + 1]; shared, not copied. */
  public int[] starts() {
    return starts;
  }

  /** Numbers of items, ascending within a value; shared, not copied. */
  public int[] items() {
    return items;
  }

  /** The lifts of the same items; shared, not copied. */
  public float[] lifts() {
    return lifts;
  }

  /** The numbers of the values that a text names, joined by {@code |}; empty if nothing is known of any. */
  int[] find(String text) {
    return Categories.in(text, values);
  }

  /**
   * Adds the lifts of the items {@code [first, first + count)}.
   *
   * @param sum [at least count] of these items
   */
  void add(int value, double scale, int first, int count, float[] sum) {
    int last = starts[value + 1];
    for (int place = place(value, first); place < last && items[place] < first + count; place++) {
      sum[items[place] - first] += (float) (scale * lifts[place]);
    }
  }

  /** Takes the lifts of items. */
  @FunctionalInterface
  interface Visitor {
    void lift(int item, float lift);
  }

  /** Visits the items that have a lift under a value. */
  void forEach(int value, Visitor visitor) {
    for (int place = starts[value]; place < starts[value + 1]; place++) {
      visitor.lift(items[place], lifts[place]);
    }
  }

  /** The place of the first of a value's items that is not before {@code item}. */
  private int place(int value, int item) {
    int place = Arrays.binarySearch(items, starts[value], starts[value + 1], item);
    return place < 0 ? -place - 1 : place;
  }

  /** Bytes held in memory. */
  long sizeInBytes() {
    return values.sizeInBytes() + 4L * starts.length + 4L * items.length + 4L * lifts.length;
  }
}
