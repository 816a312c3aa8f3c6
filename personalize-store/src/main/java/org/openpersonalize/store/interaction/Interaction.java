// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a user did, as recommending needs it.
 *
 * @param eventValue NaN when the event has none
 */
public record Interaction(
    String itemId, @Nullable String eventType, double eventValue, Instant timestamp) {}
