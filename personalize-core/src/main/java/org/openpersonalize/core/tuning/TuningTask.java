// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * What a search is to do.
 *
 * @param material what is searched by
 * @param objective the metric to maximise
 * @param seed of everything random
 * @param threads ≥ 1; the result does not depend on it
 * @param progress is told how far the search is, and may call it off
 * @param listener hears of each trial when it is done, in order
 */
public record TuningTask(
    Material material,
    RankingMetric objective,
    Budget budget,
    long seed,
    int threads,
    TrainingProgress progress,
    Consumer<Trial> listener) {

  /**
   * What a search is made by.
   *
   * @param validation its training part is trained on and its test users are asked; keep the real test out of both
   * @param rule how interactions become confidences
   * @param items reads the items' records, when a model needs them; empty if there are none
   */
  public record Material(
      Split validation, ConfidenceRule rule, Supplier<Optional<RecordColumns>> items) {
    /** A search by interactions alone. */
    public Material(Split validation, ConfidenceRule rule) {
      this(validation, rule, Optional::empty);
    }
  }

  /** Its training part is trained on and its test users are asked. */
  public Split validation() {
    return material.validation();
  }

  /** How interactions become confidences. */
  public ConfidenceRule rule() {
    return material.rule();
  }
}
