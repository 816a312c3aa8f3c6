// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The last schema that replaced another, and what became of it. */
public record DatasetUpdateSummary(
    Arn schemaArn,
    Status status,
    @Nullable String failureReason,
    Instant creationDateTime,
    Instant lastUpdatedDateTime) {}
