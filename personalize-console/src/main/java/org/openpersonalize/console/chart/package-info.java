// SPDX-License-Identifier: Apache-2.0
/**
 * Drawings as numbers: where lines and bars go is worked out here, and templates of {@code console/chart} put them into SVG. What a
 * drawing says stands beside it in words and in a table.
 */
@NullMarked
package org.openpersonalize.console.chart;

import org.jspecify.annotations.NullMarked;
