// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/** Brings items forward of which little is known yet. */
@FunctionalInterface
public interface Exploration {
  /** Items come as they are scored. */
  Exploration NONE = item -> 0;

  /** What is added to the item's score when its place is decided; its probability stays. */
  float bonus(int item);
}
