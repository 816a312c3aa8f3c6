// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as it was put.
 *
 * @param eventId the client's, or one made for it; a second event with a known id is dropped
 * @param userId absent for an anonymous visitor, who goes by the session
 * @param properties the event's own properties as JSON text
 */
public record Event(
    String eventId,
    String sessionId,
    @Nullable String userId,
    @Nullable String itemId,
    String eventType,
    @Nullable Double eventValue,
    Instant sentAt,
    @Nullable List<String> impression,
    @Nullable String recommendationId,
    @Nullable String eventAttributionSource,
    @Nullable String properties) {
  /** Whose history the event belongs to. */
  public String visitor() {
    return userId == null ? sessionId : userId;
  }
}
