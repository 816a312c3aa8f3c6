// SPDX-License-Identifier: Apache-2.0
/**
 * What it would have brought to train a solution more often: {@link
 * org.openpersonalize.training.cadence.CadenceBacktestService} is what is asked, {@code CadenceBacktestRun} the job, {@code
 * CadenceOutlooks} says beforehand what it will take. The protocol is {@link org.openpersonalize.core.cadence}'s.
 */
@NullMarked
package org.openpersonalize.training.cadence;

import org.jspecify.annotations.NullMarked;
