// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/**
 * Something that was asked for and takes its time.
 *
 * @param arn the resource that is imported, exported, trained, tested, deployed or deleted; no two activities of a kind have the same
 * @param changed when it came into its status
 * @param progress how far it is, null unless it is a training, a test or a batch job that is under way
 */
public record Activity(
    Kind kind,
    Arn arn,
    Arn datasetGroupArn,
    Status status,
    @Nullable String failureReason,
    Instant asked,
    Instant changed,
    @Nullable Progress progress) {
  /** What is done. */
  public enum Kind {
    IMPORT,
    EXPORT,
    TRAINING,
    /** A campaign's newest: its creation, or its last update. */
    DEPLOYMENT,
    /** A recommender's newest: its first training, its last update, or a training of every week that is under way. */
    RECOMMENDER,
    /** What it would have brought to train a solution more often; its ARN is the solution's. */
    BACKTEST,
    /** Of all that is stored of users. */
    DATA_DELETION,
    /** A batch job that answers what files ask. */
    INFERENCE,
    /** A batch job that finds the users whom files ask for. */
    SEGMENTS,
    /** Of a resource of any kind; it leaves the list with its resource. */
    DELETION
  }

  /**
   * How far a training or a batch job is.
   *
   * @param fraction done, 0 to 1
   * @param stage what is being done, such as {@code train}; null of a batch job
   * @param secondsLeft as expected, null until the training was forecast
   * @param lines that a batch job has answered, null of a training
   */
  public record Progress(
      double fraction,
      @Nullable String stage,
      @Nullable Double secondsLeft,
      @Nullable Long lines) {}

  /** Where this stands in the list, so that the next page begins behind it. */
  public Place place() {
    return new Place(changed, arn.toString());
  }
}
