// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import java.time.Instant;
import org.openpersonalize.core.resource.Arn;

/**
 * What one gateway was asked for one campaign or recommender in one step.
 *
 * @param began when the step did
 * @param asked when the gateway was asked last, in this step or later
 */
public record DeploymentTraffic(
    Arn deploymentArn, String gateway, Step step, Instant began, Traffic traffic, Instant asked) {}
