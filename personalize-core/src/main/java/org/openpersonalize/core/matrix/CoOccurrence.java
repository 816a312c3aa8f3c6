// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which items go together: {@code Nᵢⱼ = Σ dᵤ^−b} over the users u who had both i and j, i = j included; symmetric
 * where no pair was dropped for want of memory; immutable.
 *
 * <p>dᵤ is the number of user u's items: with b &gt; 0 a pair says less if it was found in a long history. Dividing by the
 * items' own degrees is left to those who read this, so that they can change their mind without counting again.
 *
 * <p>A user counts once for a pair, however often and long ago the items were taken: on Online Retail, where people buy
 * again, summing the products of confidences instead lowers the best ndcg@10 from 0.174 to 0.168; on MovieLens 100K it
 * is the same. Confidences count in the history that is asked about.
 *
 * <p>8 bytes an entry; the row of an item that goes with more than a quarter of all items has 2 bytes for each of these instead, which
 * is no more, and is added up many times as fast. So kept, sums are {@link HalfRows} and change by at most 1/2,048 of themselves,
 * unless they are whole: then nothing is rounded, and if some are beyond what 2 bytes can say, rows that are more than half full are
 * floats. Where that is more than the memory it may have, each item keeps as many of its
 * neighbours as fit, those with the greatest {@code sum / √dⱼ}; on Gowalla 1,000 of them cost 0.8 % recall and 300 cost 1.8 %.
 */
public final class CoOccurrence {
  private static final int ITEMS_AT_A_TIME = 16;
  private static final int MOST_ENTRIES = Integer.MAX_VALUE - 8; // of an array
  private static final long ENTRY_BYTES = Integer.BYTES + Float.BYTES;
  private static final int NOT_FULL = -1;
  private static final int MOST_WHOLE_HALF = 2048; // and all whole numbers below

  private final float[] degrees; // [I]
  private final Entries few; // of the rows that are not full
  private final int[] fullRows; // [I], which of the full rows; NOT_FULL for others
  private final DenseRows full;

  /**
   * Pairs, item after item.
   *
   * @param starts [I + 1], where the neighbours of each item begin
   * @param neighbours ascending for each item
   * @param sums of the same neighbours
   */
  public record Entries(int[] starts, int[] neighbours, float[] sums) {}

  /**
   * Pairs counted before.
   *
   * @param degrees [I], the number of users of each
   */
  public CoOccurrence(float[] degrees, Entries entries) {
    this(degrees, rows(entries, degrees.length));
  }

  /** @param rows of each item, which are dropped as they are copied, so that little more than twice the entries are in memory */
  private CoOccurrence(float[] degrees, @Nullable Row[] rows) {
    int items = degrees.length;
    this.degrees = degrees;
    this.fullRows = new int[items];
    boolean fitsHalves = fitsHalves(rows);
    int least = fitsHalves ? items / 4 : items / 2;
    int full = 0;
    int[] starts = new int[items + 1];
    for (int item = 0; item < items; item++) {
      int count = row(rows, item).count();
      boolean isFull = count > least && (full + 1L) * items <= MOST_ENTRIES;
      fullRows[item] = isFull ? full++ : NOT_FULL;
      starts[item + 1] = starts[item] + (isFull ? 0 : count);
    }
    this.full = fitsHalves ? takeHalves(rows, full) : takeFloats(rows, full);
    this.few = new Entries(starts, new int[starts[items]], new float[starts[items]]);
    for (int item = 0; item < items; item++) {
      if (!isFull(item)) {
        row(rows, item).copyTo(few, starts[item]);
        rows[item] = null;
      }
    }
  }

  private HalfRows takeHalves(@Nullable Row[] rows, int count) {
    HalfRows halves = HalfRows.empty(count, items());
    for (int item = 0; item < items(); item++) {
      if (isFull(item)) {
        float[] floats = new float[items()];
        row(rows, item).addTo(floats, 0);
        halves.set(fullRows[item], floats);
        rows[item] = null;
      }
    }
    return halves;
  }

  private FloatRows takeFloats(@Nullable Row[] rows, int count) {
    float[] floats = new float[count * items()];
    for (int item = 0; item < items(); item++) {
      if (isFull(item)) {
        row(rows, item).addTo(floats, fullRows[item] * items());
        rows[item] = null;
      }
    }
    return new FloatRows(floats, items());
  }

  /** Are they counts that half floats can say, or none, so that they may be rounded? */
  private static boolean fitsHalves(@Nullable Row[] rows) {
    float greatest = 0;
    for (int item = 0; item < rows.length; item++) {
      Row row = row(rows, item);
      for (int entry = row.from(); entry < row.to(); entry++) {
        float sum = row.sums()[entry];
        if (sum != Math.rint(sum)) {
          return true;
        }
        greatest = Math.max(greatest, sum);
      }
    }
    return greatest <= MOST_WHOLE_HALF;
  }

  private static Row row(@Nullable Row[] rows, int item) {
    return Objects.requireNonNull(rows[item]);
  }

  private static @Nullable Row[] rows(Entries entries, int items) {
    @Nullable Row[] rows = new Row[items];
    for (int item = 0; item < items; item++) {
      rows[item] = new Row(
          entries.neighbours(), entries.sums(), entries.starts()[item], entries.starts()[item + 1]);
    }
    return rows;
  }

  /** The entries {@code [from, to)} of one item. */
  private record Row(int[] neighbours, float[] sums, int from, int to) {
    int count() {
      return to - from;
    }

    void addTo(float[] full, int start) {
      for (int entry = from; entry < to; entry++) {
        full[start + neighbours[entry]] = sums[entry];
      }
    }

    void copyTo(Entries entries, int start) {
      System.arraycopy(neighbours, from, entries.neighbours(), start, count());
      System.arraycopy(sums, from, entries.sums(), start, count());
    }
  }

  /**
   * Counts the pairs of all users, O(Σᵤ nᵤ²) for users of n items; the same bytes for any number of threads.
   *
   * @param itemsByUsers the transpose of {@code usersByItems}
   * @param userExponent b
   * @param memoryInBytes what the entries may take at most; as much again is needed while counting
   * @param cancellation run before each few items, from any thread; throws to end the work
   */
  public static CoOccurrence of(
      InteractionMatrix usersByItems,
      InteractionMatrix itemsByUsers,
      double userExponent,
      long memoryInBytes,
      int threads,
      Runnable cancellation) {
    int items = itemsByUsers.rows();
    float[] userScales = powers(degrees(usersByItems), -userExponent);
    float[] degrees = degrees(itemsByUsers);
    float[] strengths = powers(degrees, -0.5);
    int most = mostNeighbours(usersByItems, itemsByUsers, memoryInBytes, threads, cancellation);
    @Nullable Row[] rows = new Row[items];
    new RowBlocks(items, ITEMS_AT_A_TIME).run(threads, () -> {
      CoOccurrenceRow row = new CoOccurrenceRow(usersByItems, itemsByUsers, userScales);
      return (block, from, to) -> {
        cancellation.run();
        for (int item = from; item < to; item++) {
          row.sum(item);
          if (row.size() > most) {
            row.keepStrongest(most, strengths);
          }
          int[] neighbours = row.neighbours();
          rows[item] = new Row(neighbours, row.sums(neighbours), 0, neighbours.length);
          row.clear();
        }
      };
    });
    return new CoOccurrence(degrees, rows);
  }

  /** How many neighbours each item may keep so that all entries fit: all of them if that is possible. */
  private static int mostNeighbours(
      InteractionMatrix usersByItems,
      InteractionMatrix itemsByUsers,
      long memoryInBytes,
      int threads,
      Runnable cancellation) {
    int items = itemsByUsers.rows();
    long fitting = Math.min(MOST_ENTRIES, memoryInBytes / ENTRY_BYTES);
    if (mostEntries(usersByItems, itemsByUsers) <= fitting) {
      return items;
    }
    int[] sizes = new int[items];
    float[] ones = new float[usersByItems.rows()];
    Arrays.fill(ones, 1);
    new RowBlocks(items, ITEMS_AT_A_TIME).run(threads, () -> {
      CoOccurrenceRow row = new CoOccurrenceRow(usersByItems, itemsByUsers, ones);
      return (block, from, to) -> {
        cancellation.run();
        for (int item = from; item < to; item++) {
          row.sum(item);
          sizes[item] = row.size();
          row.clear();
        }
      };
    });
    int fits = 0;
    int tooMany = items + 1;
    while (tooMany - fits > 1) {
      int most = (fits + tooMany) >>> 1;
      long entries = IntStream.of(sizes).mapToLong(size -> Math.min(size, most)).sum();
      if (entries <= fitting) {
        fits = most;
      } else {
        tooMany = most;
      }
    }
    return fits;
  }

  /** No fewer entries than there are, found without counting them. */
  private static long mostEntries(InteractionMatrix usersByItems, InteractionMatrix itemsByUsers) {
    long most = 0;
    for (int item = 0; item < itemsByUsers.rows(); item++) {
      long pairs = 0;
      for (int entry = itemsByUsers.start(item); entry < itemsByUsers.end(item); entry++) {
        int user = itemsByUsers.columnIndices()[entry];
        pairs += usersByItems.end(user) - usersByItems.start(user);
      }
      most += Math.min(pairs, itemsByUsers.rows());
    }
    return most;
  }

  /** How many entries each row has, as floats: exact up to 16 million. */
  public static float[] degrees(InteractionMatrix matrix) {
    float[] degrees = new float[matrix.rows()];
    for (int row = 0; row < degrees.length; row++) {
      degrees[row] = matrix.end(row) - matrix.start(row);
    }
    return degrees;
  }

  /** {@code degree^exponent} of each; zero for a degree of zero, of which nothing can be said. */
  public static float[] powers(float[] degrees, double exponent) {
    float[] powers = new float[degrees.length];
    for (int n = 0; n < powers.length; n++) {
      powers[n] = degrees[n] > 0 ? (float) Math.pow(degrees[n], exponent) : 0;
    }
    return powers;
  }

  /** How many items there are. */
  public int items() {
    return degrees.length;
  }

  /** The number of each item's users, [I]; read only. */
  public float[] degrees() {
    return degrees;
  }

  private boolean isFull(int item) {
    return fullRows[item] != NOT_FULL;
  }

  /** How many items go with one, itself included. */
  public int neighbours(int item) {
    int[] count = {0};
    forEach(item, (other, sum) -> count[0]++);
    return count[0];
  }

  /** All pairs, copied. */
  public Entries entries() {
    int[] starts = new int[items() + 1];
    for (int item = 0; item < items(); item++) {
      starts[item + 1] = starts[item] + neighbours(item);
    }
    Entries all = new Entries(starts, new int[starts[items()]], new float[starts[items()]]);
    for (int item = 0; item < items(); item++) {
      int[] next = {starts[item]};
      forEach(item, (other, sum) -> {
        all.neighbours()[next[0]] = other;
        all.sums()[next[0]++] = sum;
      });
    }
    return all;
  }

  /** Takes an item that goes with another. */
  private interface Visitor {
    void visit(int other, float sum);
  }

  private void forEach(int item, Visitor visitor) {
    if (isFull(item)) {
      for (int other = 0; other < items(); other++) {
        float sum = full.get(fullRows[item], other);
        if (sum != 0) {
          visitor.visit(other, sum);
        }
      }
    } else {
      for (int entry = few.starts()[item]; entry < few.starts()[item + 1]; entry++) {
        if (few.sums()[entry] != 0) {
          visitor.visit(few.neighbours()[entry], few.sums()[entry]);
        }
      }
    }
  }

  /** The sum of one pair, zero if it is not kept. */
  public float sum(int item, int other) {
    if (isFull(item)) {
      return full.get(fullRows[item], other);
    }
    int at =
        Arrays.binarySearch(few.neighbours(), few.starts()[item], few.starts()[item + 1], other);
    return at < 0 ? 0 : few.sums()[at];
  }

  /** The same pairs with other numbers in the places of their sums, without those that become zero. */
  public CoOccurrence map(PairFunction function) {
    @Nullable Row[] rows = new Row[items()];
    for (int item = 0; item < items(); item++) {
      float degree = degrees[item];
      int most = neighbours(item);
      int[] neighbours = new int[most];
      float[] sums = new float[most];
      int[] count = {0};
      forEach(item, (other, sum) -> {
        float mapped = function.of(degree, degrees[other], sum);
        if (mapped != 0) {
          neighbours[count[0]] = other;
          sums[count[0]++] = mapped;
        }
      });
      rows[item] = new Row(neighbours, sums, 0, count[0]);
    }
    return new CoOccurrence(degrees, rows);
  }

  /** The same pairs of different items, without those whose sum is less than {@code least}. */
  public CoOccurrence atLeast(float least) {
    Entries all = entries();
    int[] starts = new int[items() + 1];
    int count = 0;
    for (int item = 0; item < items(); item++) {
      for (int entry = all.starts()[item]; entry < all.starts()[item + 1]; entry++) {
        if (all.sums()[entry] >= least && all.neighbours()[entry] != item) {
          all.neighbours()[count] = all.neighbours()[entry];
          all.sums()[count++] = all.sums()[entry];
        }
      }
      starts[item + 1] = count;
    }
    return new CoOccurrence(degrees, new Entries(starts, all.neighbours(), all.sums()));
  }

  /** A number for two items. */
  @FunctionalInterface
  public interface PairFunction {
    /**
     * @param degree users of the one
     * @param otherDegree users of the other
     * @param sum what was counted for both
     */
    float of(float degree, float otherDegree, float sum);
  }

  /** Adds {@code scale · sums} of an item to its neighbours' places in {@code scores}. */
  public void addScaled(float[] scores, float scale, int item) {
    if (isFull(item)) {
      full.add(scores, new int[] {fullRows[item]}, new float[] {scale}, 1);
    } else {
      for (int entry = few.starts()[item]; entry < few.starts()[item + 1]; entry++) {
        scores[few.neighbours()[entry]] += scale * few.sums()[entry];
      }
    }
  }

  /** Adds those of several items, each with a scale; the full rows first, many of them at a time. */
  public void addScaled(float[] scores, float[] scales, int[] items) {
    int[] rows = new int[items.length];
    float[] scalesOfFull = new float[items.length];
    int count = 0;
    for (int n = 0; n < items.length; n++) {
      if (isFull(items[n])) {
        rows[count] = fullRows[items[n]];
        scalesOfFull[count++] = scales[n];
      }
    }
    full.add(scores, rows, scalesOfFull, count);
    for (int n = 0; n < items.length; n++) {
      if (!isFull(items[n])) {
        addScaled(scores, scales[n], items[n]);
      }
    }
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return ENTRY_BYTES * few.sums().length
        + full.sizeInBytes()
        + (long) (Float.BYTES + 2 * Integer.BYTES) * degrees.length;
  }
}
