// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;

/** How far a training is. */
public record ProgressView(Stand stand) {
  /** 0 to 100. */
  public long percent() {
    return Math.round(100 * stand.fraction());
  }

  public String stage() {
    return stand.stage();
  }

  /** How long it will still take; null where that is not known. */
  public @Nullable Age left() {
    return stand.secondsLeft() == null
        ? null
        : Age.of(Duration.ofSeconds(Math.round(stand.secondsLeft())));
  }

  /** Its ndcg at 10; null until it was evaluated. */
  public @Nullable String ndcg() {
    return stand.ndcg() == null ? null : Figures.metric(stand.ndcg());
  }

  /** What it minimises; null where its stage has none. */
  public @Nullable String loss() {
    return stand.loss() == null ? null : Figures.loss(stand.loss());
  }
}
