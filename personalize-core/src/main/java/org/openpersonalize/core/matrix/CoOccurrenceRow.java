// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;

/**
 * One row of a {@link CoOccurrence} at a time, summed into an array of all items.
 *
 * <p>Keeps 4 bytes an item and is not thread-safe: one instance per worker.
 */
final class CoOccurrenceRow {
  private final InteractionMatrix usersByItems;
  private final InteractionMatrix itemsByUsers;
  private final float[] userScales; // [U]
  private final float[] sums; // [I]
  private final long[] isNeighbour; // a bit for each item
  private int size;

  /** @param userScales dᵤ^−b, [U] */
  CoOccurrenceRow(
      InteractionMatrix usersByItems, InteractionMatrix itemsByUsers, float[] userScales) {
    this.usersByItems = usersByItems;
    this.itemsByUsers = itemsByUsers;
    this.userScales = userScales;
    this.sums = new float[itemsByUsers.rows()];
    this.isNeighbour = new long[(sums.length + Long.SIZE - 1) / Long.SIZE];
  }

  /** Sums the row of an item; the last one must have been cleared. */
  void sum(int item) {
    int[] columns = usersByItems.columnIndices();
    for (int entry = itemsByUsers.start(item); entry < itemsByUsers.end(item); entry++) {
      int user = itemsByUsers.columnIndices()[entry];
      float scale = userScales[user];
      for (int other = usersByItems.start(user); other < usersByItems.end(user); other++) {
        int column = columns[other];
        float before = sums[column];
        if (before == 0) {
          isNeighbour[column >>> 6] |= 1L << column;
        }
        sums[column] = before + scale;
      }
    }
    for (long word : isNeighbour) {
      size += Long.bitCount(word);
    }
  }

  /** How many neighbours the item has. */
  int size() {
    return size;
  }

  /** Forgets all neighbours but those with the greatest {@code sum · strength}. */
  void keepStrongest(int most, float[] strengths) {
    long[] byStrength = new long[size];
    int count = 0;
    for (int neighbour : neighbours()) {
      int bits = Float.floatToIntBits(sums[neighbour] * strengths[neighbour]);
      byStrength[count++] = (long) bits << Integer.SIZE | neighbour;
    }
    Arrays.sort(byStrength); // positive floats sort like their bits
    for (int weak = 0; weak < size - most; weak++) {
      int neighbour = (int) byStrength[weak];
      isNeighbour[neighbour >>> 6] &= ~(1L << neighbour);
      sums[neighbour] = 0;
    }
    size = most;
  }

  /** The neighbours in ascending order. */
  int[] neighbours() {
    int[] neighbours = new int[size];
    int count = 0;
    for (int word = 0; word < isNeighbour.length; word++) {
      for (long bits = isNeighbour[word]; bits != 0; bits &= bits - 1) {
        neighbours[count++] = word << 6 | Long.numberOfTrailingZeros(bits);
      }
    }
    return neighbours;
  }

  /** The sums of these items. */
  float[] sums(int[] items) {
    float[] values = new float[items.length];
    for (int n = 0; n < items.length; n++) {
      values[n] = sums[items[n]];
    }
    return values;
  }

  /** Makes ready for the next item. */
  void clear() {
    for (int word = 0; word < isNeighbour.length; word++) {
      for (long bits = isNeighbour[word]; bits != 0; bits &= bits - 1) {
        sums[word << 6 | Long.numberOfTrailingZeros(bits)] = 0;
      }
      isNeighbour[word] = 0;
    }
    size = 0;
  }
}
