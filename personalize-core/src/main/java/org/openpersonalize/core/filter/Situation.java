// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordRow;

/**
 * Who asks about what.
 *
 * @param user what is known about the user; null if nothing is
 * @param item what is known about the item that the request is about; null if nothing is, or it is about none
 */
public record Situation(@Nullable RecordRow user, @Nullable RecordRow item, Instant now) {}
