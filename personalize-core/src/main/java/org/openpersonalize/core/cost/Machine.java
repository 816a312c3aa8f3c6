// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cost;

/**
 * How fast this machine does what trainings spend their time in, all threads together, in seconds each.
 *
 * @param threads it was tried with
 * @param interaction one interaction made part of a matrix and of its transpose
 * @param entry one entry of a row that a sweep solves
 * @param row one row that a sweep solves, beside its entries
 * @param pair one pair of items counted
 * @param multiplication one multiplication and addition in a product of matrices
 * @param farRow one row of factors fetched from main memory and not from a cache
 */
public record Machine(
    int threads,
    double interaction,
    double entry,
    double row,
    double pair,
    double multiplication,
    double farRow) {
  private static final double NEAR_BYTES = 1 << 20;
  private static final double FAR_BYTES = 1 << 25;

  /** One that is some ten times as slow as two cores of a server are. */
  public static Machine slow(int threads) {
    return new Machine(threads, 4e-7, 3e-7, 9e-6, 8e-9, 1.2e-10, 5e-8);
  }

  /** What fetching a row of a matrix of so many bytes takes beside using it. */
  public double farRow(long bytes) {
    double share = Math.log(bytes / NEAR_BYTES) / Math.log(FAR_BYTES / NEAR_BYTES);
    return farRow * Math.max(0, Math.min(1, share));
  }
}
