// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

/**
 * What the factors X (users) and Y (items) minimise:
 *
 * <pre>
 *   Σ over observed (u, i)  |cᵤᵢ| (pᵤᵢ − xᵤ·yᵢ)²
 * + α₀ Σ over all (u, i)    (xᵤ·yᵢ)²
 * + λ Σᵤ (nᵤ + α₀ I)^ν ‖xᵤ‖²  +  λ Σᵢ (nᵢ + α₀ U)^ν ‖yᵢ‖²
 * </pre>
 *
 * where p is 1, or 0 where the confidence is negative: the user is known not to like the item, which counts like c times
 * "no interaction". n is the sum of a row's confidences, signs aside. The regularizer grows with what is known of a row (ν = 1) rather than
 * being the same for all (ν = 0), which is worth more than any choice of solver. Rendle et al. 2022, eq. 3 to 5.
 *
 * @param unobservedWeight α₀ &gt; 0, the weight of "no interaction" against one interaction
 * @param regularization λ &gt; 0
 * @param regularizationExponent ν, 0 to 1
 */
public record Objective(
    double unobservedWeight, double regularization, double regularizationExponent) {

  /**
   * What a row's equation has on its diagonal.
   *
   * @param observedWeight n, the sum of the row's confidences
   * @param columns how many rows the fixed side has
   */
  public float ridge(double observedWeight, int columns) {
    return (float) (regularization
        * Math.pow(observedWeight + unobservedWeight * columns, regularizationExponent));
  }

  Objective withUnobservedWeight(double other) {
    return new Objective(other, regularization, regularizationExponent);
  }

  Objective withRegularization(double other) {
    return new Objective(unobservedWeight, other, regularizationExponent);
  }

  Objective withRegularizationExponent(double other) {
    return new Objective(unobservedWeight, regularization, other);
  }
}
