// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Counts the users of the newest two intervals, which end with the newest interaction. */
final class TrendsTrainer implements Trainer<TrendsModel> {
  private final TrendsParameters parameters;

  TrendsTrainer(TrendsParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public TrendsModel train(TrainingData data, TrainingProgress progress) {
    InteractionLog log = data.log();
    int last = Integer.MIN_VALUE;
    for (int row = 0; row < log.size(); row++) {
      last = Math.max(last, parameters.pane(log.epochMillis(row)));
    }
    progress.throwIfCancelled();
    VisitTable visits = new VisitTable(Math.max(-VisitTable.MOST_PANE, last));
    for (int user = 0; user < log.users().size(); user++) {
      int visitor = Utf8Slice.of(log.users().id(user)).hash();
      for (int row = log.start(user); row < log.end(user); row++) {
        visits.add(log.item(row), visitor, parameters.pane(log.epochMillis(row)));
      }
    }
    int[] users = new PopularityTrainer().train(data, progress).users();
    return TrendsModel.of(parameters, users, visits);
  }
}
