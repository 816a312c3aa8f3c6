// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/**
 * A solution version as lists show it.
 *
 * @param number of the versions of its solution, from 1 on; no two have the same, though one be deleted
 * @param isAutomatic did the schedule ask for it?
 * @param model null until it is trained
 * @param campaigns those that answer with it, by ARN
 */
public record VersionEntry(
    Arn arn,
    Arn datasetGroupArn,
    int number,
    Status status,
    @Nullable String failureReason,
    boolean isAutomatic,
    Instant created,
    Instant changed,
    @Nullable Model model,
    List<Arn> campaigns) {
  /**
   * What came of the training.
   *
   * @param metrics as GetSolutionMetrics answers them; none of a model that was not evaluated
   * @param baseline the same of the popularity list on the same users
   */
  public record Model(
      Instant published,
      long sizeInBytes,
      Map<String, Double> metrics,
      Map<String, Double> baseline) {}

  public Arn solutionArn() {
    return arn.parent();
  }

  /** Does a campaign answer with it? */
  public boolean isLive() {
    return !campaigns.isEmpty();
  }
}
