// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import org.jspecify.annotations.Nullable;

/**
 * Something a user did with an item.
 *
 * @param eventType null where the data has no types
 * @param eventValue NaN where the event has no value
 */
public record PastEvent(
    String itemId, @Nullable String eventType, float eventValue, long epochMillis) {}
