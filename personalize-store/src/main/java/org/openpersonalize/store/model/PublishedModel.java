// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import java.time.Instant;
import java.util.Map;
import org.openpersonalize.core.resource.Arn;

/**
 * A published model.
 *
 * @param trainedArn what was trained, such as a solution version
 * @param prefix what the keys of its files start with, ending in {@code /}
 * @param metrics as GetSolutionMetrics answers them; none of a model that was not evaluated
 * @param baselineMetrics the same metrics of the popularity list on the same users
 */
public record PublishedModel(
    Arn trainedArn,
    String bucket,
    String prefix,
    long sizeInBytes,
    Map<String, Double> metrics,
    Map<String, Double> baselineMetrics,
    Instant publishedAt) {}
