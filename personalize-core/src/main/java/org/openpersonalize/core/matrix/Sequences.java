// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;

/**
 * What users took in the order in which they took it, oldest first; immutable.
 *
 * <p>An entry is an item at a step. Events of one moment are one step, for nobody knows which of them came first: where
 * everything happened at once there is one step and no order. 12 bytes an entry.
 */
public final class Sequences {
  private final int[] starts; // [users + 1]
  private final int[] items; // [entries]
  private final int[] steps; // [entries], from 0 for each user
  private final int[] itemStarts; // [items + 1]
  private final int[] entries; // [entries], grouped by item, ascending for each

  private Sequences(int[] starts, int[] items, int[] steps, int itemCount) {
    this.starts = starts;
    this.items = items;
    this.steps = steps;
    this.itemStarts = new int[itemCount + 1];
    for (int item : items) {
      itemStarts[item + 1]++;
    }
    Arrays.parallelPrefix(itemStarts, Integer::sum);
    int[] next = itemStarts.clone();
    this.entries = new int[items.length];
    for (int entry = 0; entry < items.length; entry++) {
      entries[next[items[entry]]++] = entry;
    }
  }

  /**
   * The newest of each user's events, without those of items that are not among the user's.
   *
   * @param liked the items that count for each user
   * @param length of a user's sequence at most
   */
  public static Sequences of(InteractionLog log, InteractionMatrix liked, int length) {
    int[] starts = new int[log.users().size() + 1];
    int[] items = new int[log.size()];
    int[] steps = new int[log.size()];
    int count = 0;
    for (int user = 0; user < log.users().size(); user++) {
      int first = count;
      int step = 0;
      long time = Long.MIN_VALUE;
      for (int row = Math.max(log.start(user), log.end(user) - length);
          row < log.end(user);
          row++) {
        if (liked.has(user, log.item(row))) {
          step += count > first && log.epochMillis(row) > time ? 1 : 0;
          time = log.epochMillis(row);
          items[count] = log.item(row);
          steps[count++] = step;
        }
      }
      starts[user + 1] = count;
    }
    return new Sequences(
        starts,
        Arrays.copyOf(items, count),
        Arrays.copyOf(steps, count),
        log.items().size());
  }

  /** How many users there are. */
  public int users() {
    return starts.length - 1;
  }

  /** How many items there are. */
  public int itemCount() {
    return itemStarts.length - 1;
  }

  /** The user's first entry. */
  public int start(int user) {
    return starts[user];
  }

  /** The entry after the user's last one. */
  public int end(int user) {
    return starts[user + 1];
  }

  /** How many entries there are. */
  public int size() {
    return items.length;
  }

  /** The items of all entries, user after user; read only. */
  public int[] items() {
    return items;
  }

  /** The steps of all entries, which begin anew with each user; read only. */
  public int[] steps() {
    return steps;
  }

  /** How many entries an item has. */
  public int count(int item) {
    return itemStarts[item + 1] - itemStarts[item];
  }

  /** The n-th entry of an item. */
  public int entry(int item, int n) {
    return entries[itemStarts[item] + n];
  }

  /** The user of each entry, [entries]. */
  public int[] usersOfEntries() {
    int[] users = new int[items.length];
    for (int user = 0; user < users(); user++) {
      Arrays.fill(users, start(user), end(user), user);
    }
    return users;
  }
}
