// SPDX-License-Identifier: Apache-2.0
/**
 * Users are forgotten.
 *
 * <p>Start at {@link org.openpersonalize.ingest.deletion.DataDeletion}, which does the job that {@link
 * org.openpersonalize.ingest.deletion.DataDeletionService} enqueues.
 */
@NullMarked
package org.openpersonalize.ingest.deletion;

import org.jspecify.annotations.NullMarked;
