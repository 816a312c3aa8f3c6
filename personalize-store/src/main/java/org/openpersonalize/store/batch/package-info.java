// SPDX-License-Identifier: Apache-2.0
/** How far batch jobs are: {@link org.openpersonalize.store.batch.BatchFileTable}. */
@NullMarked
package org.openpersonalize.store.batch;

import org.jspecify.annotations.NullMarked;
