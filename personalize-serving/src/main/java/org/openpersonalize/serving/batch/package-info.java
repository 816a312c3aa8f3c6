// SPDX-License-Identifier: Apache-2.0
/**
 * Jobs that ask a model about every line of files.
 *
 * <p>Start at {@link org.openpersonalize.serving.batch.BatchSegments}, which says what a line is answered; {@link
 * org.openpersonalize.serving.batch.BatchFiles} reads and writes for any such job.
 */
@NullMarked
package org.openpersonalize.serving.batch;

import org.jspecify.annotations.NullMarked;
