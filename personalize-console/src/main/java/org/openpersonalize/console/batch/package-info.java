// SPDX-License-Identifier: Apache-2.0
/** Batch jobs: {@link org.openpersonalize.console.batch.BatchController} lists those of a group and starts one more. */
@NullMarked
package org.openpersonalize.console.batch;

import org.jspecify.annotations.NullMarked;
