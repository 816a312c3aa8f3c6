// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

/** Parameters as people write them. */
public final class Decimals {
  private Decimals() {}

  /** To three places behind the point, without the noise of adding decimal fractions. */
  public static double thousandths(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
