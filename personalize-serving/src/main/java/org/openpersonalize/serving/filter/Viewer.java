// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.serving.model.RecentEvents;

/**
 * Who asks, and about which item.
 *
 * @param userId null if the request does not say
 * @param itemId null if the request is about none
 * @param events what the user did lately
 */
public record Viewer(
    @Nullable String userId, @Nullable String itemId, Supplier<RecentEvents> events, Instant now) {}
