// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import org.jspecify.annotations.Nullable;

/**
 * How much one type of event counts.
 *
 * @param eventType the type, in any case; null for every type
 * @param eventValueThreshold events with a smaller value, or none, do not count; null for no threshold
 * @param weight only its ratio to the other weights matters; 0 means the type does not count, and less than 0 that it
 *     speaks against the item, as a dislike does
 */
public record EventWeight(
    @Nullable String eventType, @Nullable Double eventValueThreshold, double weight) {

  boolean appliesTo(String type, float value) {
    return (eventType == null || eventType.equalsIgnoreCase(type))
        && (eventValueThreshold == null || value >= eventValueThreshold.floatValue());
  }
}
