// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;

/**
 * How much a dataset holds.
 *
 * @param rows imported and put; of what was put no more than {@value DatasetSizes#COUNTED} are counted
 * @param more are there more than were counted?
 * @param latest when something came in last, or the dataset was made
 */
public record DatasetSize(
    Arn datasetArn,
    DatasetType datasetType,
    Status status,
    long rows,
    boolean more,
    Instant latest) {}
