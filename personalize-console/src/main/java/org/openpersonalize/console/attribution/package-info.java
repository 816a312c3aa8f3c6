// SPDX-License-Identifier: Apache-2.0
/**
 * What comes of recommendations: {@link org.openpersonalize.console.attribution.AttributionController} shows the metrics of a
 * dataset group's metric attribution over time and by source, or a form that makes one.
 */
@NullMarked
package org.openpersonalize.console.attribution;

import org.jspecify.annotations.NullMarked;
