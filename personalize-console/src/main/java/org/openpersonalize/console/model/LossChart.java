// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.chart.LineChart;
import org.openpersonalize.console.chart.LineChart.Series;
import org.openpersonalize.store.model.TrainingCurves.Point;

/**
 * How the losses of a training went: of the model that was evaluated, and of the one that is published.
 *
 * @param first loss of the newest line
 * @param last loss of the newest line
 */
record LossChart(LineChart chart, String first, String last) {
  /** What a search tries is left out: each trial has another loss. */
  private static final List<String> STAGES = List.of("evaluate", "train");

  /** Null if there is no line to draw. */
  static @Nullable LossChart of(List<Point> points) {
    List<Series> series =
        STAGES.stream().flatMap(stage -> series(stage, points)).toList();
    if (series.isEmpty()) {
      return null;
    }
    List<LineChart.Point> newest = series.get(series.size() - 1).points();
    return new LossChart(
        LineChart.of(series, Figures::loss),
        Figures.loss(newest.get(0).y()),
        Figures.loss(newest.get(newest.size() - 1).y()));
  }

  private static Stream<Series> series(String stage, List<Point> points) {
    List<LineChart.Point> ofStage = points.stream()
        .filter(point -> point.stage().equals(stage))
        .map(point -> new LineChart.Point(point.fraction(), point.loss()))
        .toList();
    return ofStage.size() < 2
        ? Stream.of()
        : Stream.of(new Series("models.stage." + stage, ofStage));
  }
}
