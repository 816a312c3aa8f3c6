// SPDX-License-Identifier: Apache-2.0
/**
 * Metric attributions: {@link org.openpersonalize.ingest.attribution.MetricAttributionService} makes them, {@link
 * org.openpersonalize.ingest.attribution.AttributionCount} has their events counted and their reports written.
 */
@NullMarked
package org.openpersonalize.ingest.attribution;

import org.jspecify.annotations.NullMarked;
