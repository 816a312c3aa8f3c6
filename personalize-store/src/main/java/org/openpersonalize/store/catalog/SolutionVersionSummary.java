// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** A solution version as lists and DescribeSolution show it. */
public record SolutionVersionSummary(
    Arn solutionVersionArn,
    Status status,
    TrainingMode trainingMode,
    TrainingType trainingType,
    Instant creationDateTime,
    Instant lastUpdatedDateTime,
    @Nullable String failureReason) {}
