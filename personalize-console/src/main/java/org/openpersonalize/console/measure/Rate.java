// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import org.openpersonalize.console.chart.Figures;

/**
 * How often something is asked, in the unit of which there is one at least if there is such a unit.
 *
 * @param key of the sentence in the bundles that takes {@code value}
 */
public record Rate(String key, String value) {
  private static final int SECONDS = 60;

  static Rate of(double perSecond) {
    return perSecond >= 1
        ? new Rate("measure.per-second", Figures.rate(perSecond))
        : new Rate("measure.per-minute", Figures.rate(perSecond * SECONDS));
  }
}
