// SPDX-License-Identifier: Apache-2.0
/**
 * Do events arrive, is it fast, how much is asked: the page of measures ({@link
 * org.openpersonalize.console.measure.MeasureController}), and the line that others have of it ({@link
 * org.openpersonalize.console.measure.Loads}, {@link org.openpersonalize.console.measure.Arrivals}).
 */
@NullMarked
package org.openpersonalize.console.measure;

import org.jspecify.annotations.NullMarked;
