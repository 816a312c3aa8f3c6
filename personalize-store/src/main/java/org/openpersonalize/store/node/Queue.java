// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the workers of a role.
 *
 * @param role in lower case, such as {@code train}
 * @param running jobs that a worker does
 * @param waiting jobs that could begin
 * @param later jobs that are to begin at a later time, such as those of schedules
 * @param oldest since when the first of those waits that could begin; null if none does
 */
public record Queue(
    String role,
    long running,
    long waiting,
    long later,
    @Nullable Instant oldest) {}
