// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import org.openpersonalize.core.kernel.Kernels;

/**
 * What all rows share that are solved with one side fixed.
 *
 * @param gramian of the fixed side's factors
 * @param rows how many rows the fixed side has
 * @param unobserved α₀ YᵀY, [K · K]; what the unobserved entries contribute to every row's equation
 */
record FixedSide(
    Kernels kernels, Objective objective, Gramian gramian, int rows, float[] unobserved) {

  FixedSide(Kernels kernels, Objective objective, Gramian gramian, int rows) {
    this(kernels, objective, gramian, rows, gramian.scaled((float) objective.unobservedWeight()));
  }

  /** K, a multiple of {@link Kernels#WIDTH}. */
  int rank() {
    return gramian.rank();
  }

  /** The ridge of a row whose confidences add up to {@code observedWeight}, signs aside. */
  float ridge(double observedWeight) {
    return objective.ridge(observedWeight, rows);
  }
}
