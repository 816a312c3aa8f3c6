// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

/**
 * A left factor, made ready to be multiplied with one right factor after the other. An element of a product has the same bits
 * however many rows the left factor has, and whichever stands where. Not thread-safe.
 */
public interface Multiplier {
  /**
   * {@code product = left · right}.
   *
   * @param right of the same kernels, a row for each column of the left factor, and at least as many columns as the product
   * @param product a row for each of the left factor, of neighbouring columns; overwritten
   */
  void multiply(RightFactor right, Tile product);
}
