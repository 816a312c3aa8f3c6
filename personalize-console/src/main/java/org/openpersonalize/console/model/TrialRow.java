// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openpersonalize.console.chart.Bar;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.core.tuning.Trial;

/** A model that a search tried. */
record TrialRow(Trial trial, Bar bar, boolean isBest) {
  /** In the order in which they were tried. */
  static List<TrialRow> of(List<Trial> trials) {
    double greatest = trials.stream().mapToDouble(Trial::score).max().orElse(0);
    Trial best = trials.stream().max(Comparator.comparingDouble(Trial::score)).orElse(null);
    return trials.stream()
        .map(trial ->
            new TrialRow(trial, Bar.of(trial.score(), null, greatest, false), trial.equals(best)))
        .toList();
  }

  public String stage() {
    return trial.stage();
  }

  public String family() {
    return trial.family();
  }

  public String settings() {
    return trial.settings().entrySet().stream()
        .map((Map.Entry<String, String> setting) -> setting.getKey() + " " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  public String score() {
    return Figures.metric(trial.score());
  }

  public boolean isCollapsed() {
    return trial.collapsed();
  }

  public String took() {
    return Figures.seconds(trial.seconds());
  }
}
