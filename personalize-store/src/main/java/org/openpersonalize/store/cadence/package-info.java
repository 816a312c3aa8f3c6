// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of what it would have brought to train more often, and how far they are: {@link
 * org.openpersonalize.store.cadence.CadenceBacktestTable}.
 */
@NullMarked
package org.openpersonalize.store.cadence;

import org.jspecify.annotations.NullMarked;
