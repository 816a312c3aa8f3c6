// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.cadence;

import java.time.Instant;
import org.openpersonalize.core.cadence.CadencePlan;
import org.openpersonalize.core.cadence.CadenceResult;

/**
 * What a test found, and what it took.
 *
 * @param measured when
 * @param plan that was carried out, or part of it
 * @param trainings how many there were
 * @param secondsOfOne how long a training of the solution takes
 */
public record MeasuredCadences(
    Instant measured, CadencePlan plan, CadenceResult result, int trainings, double secondsOfOne) {}
