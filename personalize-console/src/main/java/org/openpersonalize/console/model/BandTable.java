// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import java.util.Locale;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.core.evaluation.BandReport;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.evaluation.ItemBand;
import org.openpersonalize.core.evaluation.ItemBand.Measure;

/** What a version finds and shows of items that are known well and hardly; without rows where nobody counted. */
record BandTable(List<Row> rows) {

  /**
   * A band.
   *
   * @param key of what it is called in the bundles
   * @param from its least value
   * @param to its greatest value, or the least where there is no greatest
   * @param found a share, a dash where nothing was to be found
   */
  record Row(
      String key, int from, int to, String items, String sought, String found, String shown) {
    static Row of(BandReport report) {
      ItemBand band = report.band();
      Integer to = band.to();
      return new Row(
          key(band),
          to == null ? band.from() - 1 : band.from(),
          to == null ? band.from() - 1 : to,
          Figures.count(report.items()),
          Figures.count(report.sought()),
          report.sought() == 0 ? "–" : percent(report.recall()),
          percent(report.shown()));
    }

    private static String key(ItemBand band) {
      if (band.measure() == Measure.USERS && band.from() == 0) {
        return "models.band.never";
      }
      String measure = band.measure() == Measure.USERS ? "users" : "days";
      return "models.band." + measure + (band.to() == null ? ".more" : "");
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
  }

  static BandTable of(EvaluationReport report) {
    return new BandTable(report.bands().stream().map(Row::of).toList());
  }
}
