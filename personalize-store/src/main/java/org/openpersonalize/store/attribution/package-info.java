// SPDX-License-Identifier: Apache-2.0
/**
 * What comes of recommendations. Start at {@link org.openpersonalize.store.attribution.AttributionTable}, which adds the events
 * of a {@link org.openpersonalize.store.catalog.MetricAttribution} up by metric, source and window; {@link
 * org.openpersonalize.store.attribution.RecommendationIds} makes the ids of answers, by which events name their source.
 */
@NullMarked
package org.openpersonalize.store.attribution;

import org.jspecify.annotations.NullMarked;
