// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.coldstart;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.als.ItemPrior;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.content.ContentTrainer;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Expects of an item what its record says: learned in the last sweep, and in every {@value #SWEEPS_BETWEEN}rd before it but the first. */
final class RecordPrior implements ItemPrior {
  /** Measured with 2 to 5 regressions in 10 sweeps, which differ by less than noise. */
  static final int SWEEPS_BETWEEN = 3;

  private final ColdStartParameters parameters;
  private final ItemRecords records;
  private final int[] users;
  private final ContentTrainer regression;
  private final TrainingProgress progress;

  /** @param users how many took each item, [I] */
  RecordPrior(
      ColdStartParameters parameters,
      RecordColumns table,
      TrainingData data,
      int[] users,
      TrainingProgress progress) {
    this.parameters = parameters;
    this.records = ItemRecords.of(table, data.log().items());
    this.users = users;
    this.regression = new ContentTrainer(data.seed(), data.threads());
    this.progress = progress;
  }

  @Override
  public String name() {
    return "%s-%s".formatted(ColdStartFamily.NAME, parameters.metadataWeight());
  }

  @Override
  public @Nullable FactorMatrix means(
      int sweep, FactorMatrix items, @Nullable FactorMatrix before) {
    int left = parameters.factorization().sweeps() - sweep;
    return sweep > 1 && left % SWEEPS_BETWEEN == 0 ? learned(items) : before;
  }

  /** Null where too little is known of the items. */
  private @Nullable FactorMatrix learned(FactorMatrix items) {
    return regression
        .train(records, items, users, progress)
        .map(content -> content.of(records))
        .map(this::weighed)
        .orElse(null);
  }

  private FactorMatrix weighed(FactorMatrix vectors) {
    float[] values = vectors.values();
    for (int k = 0; k < values.length; k++) {
      values[k] *= (float) parameters.metadataWeight();
    }
    return vectors;
  }
}
