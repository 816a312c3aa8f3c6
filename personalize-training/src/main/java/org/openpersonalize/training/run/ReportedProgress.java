// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.TrainingCurves.Point;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a training has reported last; now and then it is in the log. */
final class ReportedProgress {
  private static final Logger log = LoggerFactory.getLogger(ReportedProgress.class);

  static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

  private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);

  private final Arn trainedArn;
  private final ForecastComparison comparison;
  private final LossCurve curve = new LossCurve();
  private volatile double fraction;
  private volatile double loss = Double.NaN;
  private volatile double ndcg = Double.NaN;
  private volatile String stage = "read";
  private long logged = System.nanoTime();

  /** @param comparison tells how much time is left */
  ReportedProgress(Arn trainedArn, ForecastComparison comparison) {
    this.trainedArn = trainedArn;
    this.comparison = comparison;
  }

  void report(double done, double newLoss, String newStage) {
    fraction = done;
    loss = newLoss;
    stage = newStage;
    if (!Double.isNaN(newLoss)) {
      curve.add(new Point(done, newStage, newLoss));
    }
    long now = System.nanoTime();
    if (now - logged > LOG_INTERVAL.toNanos()) {
      logged = now;
      log.info(
          "Training {}: {} % ({}), loss {}, held-out ndcg@10 {}, {} s left",
          trainedArn, Math.round(100 * done), stage, newLoss, ndcg, Math.round(secondsLeft()));
    }
  }

  void heldOut(String metric, double value) {
    if (metric.equals(NDCG)) {
      ndcg = value;
    }
  }

  double fraction() {
    return fraction;
  }

  double loss() {
    return loss;
  }

  double ndcg() {
    return ndcg;
  }

  double secondsLeft() {
    return comparison.secondsLeft(fraction);
  }

  Stand stand() {
    return new Stand(fraction, stage, orNull(loss), orNull(ndcg), orNull(secondsLeft()));
  }

  /** The losses so far. */
  List<Point> losses() {
    return curve.points();
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
