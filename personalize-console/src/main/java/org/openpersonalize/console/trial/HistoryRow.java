// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user did.
 *
 * @param title null for an item without one
 */
public record HistoryRow(
    String itemId, @Nullable String title, @Nullable String eventType, Instant timestamp) {}
