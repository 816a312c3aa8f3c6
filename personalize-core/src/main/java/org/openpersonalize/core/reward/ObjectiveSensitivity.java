// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.reward;

/** How far recommendations lean towards items that are worth more. */
public enum ObjectiveSensitivity {
  /** Not at all; what they earn is measured all the same. */
  OFF(0),
  LOW(0.125),
  MEDIUM(0.25),
  HIGH(0.5);

  private final double exponent;

  ObjectiveSensitivity(double exponent) {
    this.exponent = exponent;
  }

  /** γ: an interaction with an item that is worth r counts rᵞ. */
  double exponent() {
    return exponent;
  }
}
