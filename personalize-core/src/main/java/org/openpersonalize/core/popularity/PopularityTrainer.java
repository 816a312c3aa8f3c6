// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.popularity;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Counts the unique users of each item, those of long ago less if a half-life is set. */
public final class PopularityTrainer implements Trainer<PopularityModel> {
  private final PopularityParameters parameters;

  public PopularityTrainer() {
    this(PopularityParameters.DEFAULT);
  }

  public PopularityTrainer(PopularityParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public PopularityModel train(TrainingData data, TrainingProgress progress) {
    progress.throwIfCancelled();
    InteractionMatrix taken = taken(data);
    int[] users = new int[taken.columns()];
    for (int item : taken.columnIndices()) {
      users[item]++;
    }
    PopularityModel model = parameters.halfLifeDays() > 0
        ? new PopularityModel(users, faded(data, taken))
        : new PopularityModel(users);
    progress.report(1, Double.NaN, "count");
    return model;
  }

  /** Who took what and is not known to dislike it, however long ago: other models look at a user's newest events alone. */
  private static InteractionMatrix taken(TrainingData data) {
    InteractionLog log = data.log();
    int looked = data.rule().historyLength();
    boolean isAll =
        IntStream.range(0, log.users().size()).allMatch(user -> log.length(user) <= looked);
    return isAll
        ? data.usersByLikedItems()
        : InteractionMatrix.of(log, data.rule().withHistoryLength(Integer.MAX_VALUE))
            .liked();
  }

  /** {@code Σ 2^(−age / halfLife)} over an item's users, the age being that of the user's latest interaction with it. */
  private float[] faded(TrainingData data, InteractionMatrix usersByItems) {
    InteractionLog log = data.log();
    double fadingPerMilli = Math.log(2) / (parameters.halfLifeDays() * TimeUnit.DAYS.toMillis(1));
    long newest = newest(log);
    double[] scores = new double[usersByItems.columns()];
    long[] latest = new long[usersByItems.columns()];
    for (int user = 0; user < usersByItems.rows(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        latest[log.item(row)] = log.epochMillis(row); // rows are oldest first
      }
      for (int entry = usersByItems.start(user); entry < usersByItems.end(user); entry++) {
        int item = usersByItems.columnIndices()[entry];
        scores[item] += Math.exp(-fadingPerMilli * (newest - latest[item]));
      }
    }
    float[] floats = new float[scores.length];
    for (int item = 0; item < scores.length; item++) {
      floats[item] = (float) scores[item];
    }
    return floats;
  }

  private static long newest(InteractionLog log) {
    long newest = Long.MIN_VALUE;
    for (int row = 0; row < log.size(); row++) {
      newest = Math.max(newest, log.epochMillis(row));
    }
    return newest;
  }
}
