// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

/**
 * Parameters among which are exponents of the items' popularity: how it counts in a history and how it favours an item to
 * be found. A trained model can be given others without training again.
 */
public interface ItemExponents extends ModelParameters {
  /** The same with both exponents changed by so much, to three decimals and as far as they may be. */
  ItemExponents moved(double history, double target);

  /** A model trained by parameters that differ in their exponents at most, as if it were trained by these. */
  Model remade(Model trained);
}
