// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import java.time.Duration;

/**
 * How training runs on this node.
 *
 * @param timeout a run longer than this fails and frees its worker
 * @param threads rows solved in parallel
 * @param bucket where models are published; the service's own
 * @param checkpointInterval how long a training goes at least before it keeps its state again
 * @param heapBytes what this node can give to a training
 * @param automaticDelay how long after CreateSolution the first automatic training looks whether it is needed
 */
public record TrainingSettings(
    Duration timeout,
    int threads,
    String bucket,
    Duration checkpointInterval,
    long heapBytes,
    Duration automaticDelay) {}
