// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/**
 * The n best of any number of items, best first; of equal scores the item with the smaller number is the better one, so
 * that answers repeat.
 *
 * <p>A binary heap over primitive arrays with the worst kept item on top: an item that is not among the best so far
 * costs one comparison. Not thread-safe.
 */
public final class TopN {
  private final int capacity;
  private final int[] items;
  private final float[] scores;
  private int size;

  /** @param capacity n ≥ 0 */
  public TopN(int capacity) {
    this.capacity = capacity;
    this.items = new int[capacity];
    this.scores = new float[capacity];
  }

  /** n. */
  int capacity() {
    return capacity;
  }

  /** Takes the item in if it is among the n best so far. */
  public void offer(int item, float score) {
    if (size < capacity) {
      siftUp(size++, item, score);
    } else if (capacity > 0 && isWorse(items[0], scores[0], item, score)) {
      siftDown(0, item, score);
    }
  }

  /** Could an item with this score be among the n best so far? Saves asking anything else about it. */
  public boolean wouldTake(float score) {
    return size < capacity || capacity > 0 && score >= scores[0];
  }

  /** Would this item be among the n best so far? */
  public boolean wouldTake(int item, float score) {
    return size < capacity || capacity > 0 && isWorse(items[0], scores[0], item, score);
  }

  /** Are there fewer than n so far, so that any item is taken? */
  public boolean hasRoom() {
    return size < capacity;
  }

  /**
   * What the last of the n best so far scores, where there is no {@linkplain #hasRoom room}: nothing that scores less is taken, and
   * nothing that scores the same and has a greater number than all of these. To be kept at hand where many items are looked at.
   */
  public float least() {
    return capacity > 0 ? scores[0] : Float.POSITIVE_INFINITY;
  }

  /** Empties this and returns what it held, best first. */
  public Ranking drain() {
    int[] rankedItems = new int[size];
    float[] rankedScores = new float[size];
    while (size > 0) {
      int last = --size;
      rankedItems[last] = items[0];
      rankedScores[last] = scores[0];
      siftDown(0, items[last], scores[last]);
    }
    return new Ranking(rankedItems, rankedScores);
  }

  /**
   * Items best first.
   *
   * @param scores of the same items
   */
  public record Ranking(int[] items, float[] scores) {
    public int size() {
      return items.length;
    }
  }

  private void siftUp(int from, int item, float score) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!isWorse(item, score, items[parent], scores[parent])) {
        break;
      }
      put(at, items[parent], scores[parent]);
      at = parent;
    }
    put(at, item, score);
  }

  private void siftDown(int from, int item, float score) {
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size
          && isWorse(items[child + 1], scores[child + 1], items[child], scores[child])) {
        child++;
      }
      if (!isWorse(items[child], scores[child], item, score)) {
        break;
      }
      put(at, items[child], scores[child]);
      at = child;
    }
    put(at, item, score);
  }

  private void put(int at, int item, float score) {
    items[at] = item;
    scores[at] = score;
  }

  private static boolean isWorse(int item, float score, int otherItem, float otherScore) {
    return score < otherScore || score == otherScore && item > otherItem;
  }
}
