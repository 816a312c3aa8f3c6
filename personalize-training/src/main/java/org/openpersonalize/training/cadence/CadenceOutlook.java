// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import java.time.Duration;
import org.openpersonalize.core.cadence.CadencePlan;

/**
 * What a test would be like.
 *
 * @param expected what all its trainings take
 */
public record CadenceOutlook(CadencePlan plan, Duration expected) {}
