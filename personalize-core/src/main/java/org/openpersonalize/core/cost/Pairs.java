// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cost;

/**
 * Counting which pairs of items somebody has both of.
 *
 * @param counted Σᵤ nᵤ²
 * @param met different pairs among them
 * @param kept those that memory allows to keep
 * @param passes over what is counted: another one comes first where not all might be kept, to find out how many can be
 * @param items of the catalogue
 */
public record Pairs(double counted, double met, double kept, int passes, double items) {
  /** Nothing is counted. */
  public static final Pairs NONE = new Pairs(0, 0, 0, 1, 1);

  private static final double BYTES = 8;

  /** Of the time of a pair counted: taking its sum, and choosing the strongest of too many. */
  private static final double TAKEN = 8;

  private static final double CHOSEN = 16;

  /** Of the time of a pair counted: sums are added in the order of their items. */
  private static final double ADDED = 0.5;

  /** Likewise, of each item of a row that is a number for every item. */
  private static final double ADDED_IN_ROWS = 0.25;

  private static final double BYTES_IN_ROWS = 2;

  /** The pairs of a training that may keep them in so much memory. */
  public static Pairs of(Workload work, int memoryMegabytes) {
    double all = (double) work.items() * work.items();
    double met = all * -Math.expm1(-work.pairs() / all); // pairs fall on pairs of items at random
    double room = (double) memoryMegabytes * (1 << 20) / BYTES;
    int passes = Math.min(work.pairs(), all) > room ? 2 : 1;
    return new Pairs(work.pairs(), met, Math.min(met, room), passes, Math.max(1, work.items()));
  }

  /** Seconds to count them. */
  public double seconds(Machine machine) {
    double taken = kept < met ? TAKEN + CHOSEN : TAKEN;
    return (passes * counted + taken * met) * machine.pair();
  }

  /** Seconds to add the neighbours of one item to the scores. */
  public double askSeconds(Machine machine) {
    return Math.min(ADDED * kept / items, ADDED_IN_ROWS * items) * machine.pair();
  }

  /** Bytes of those that are kept; rows that are more than a quarter full are a number for every item. */
  public long bytes() {
    return (long) Math.min(BYTES * kept, BYTES_IN_ROWS * items * items);
  }
}
