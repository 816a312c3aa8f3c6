// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.batch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.job.JobState;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.batch.BatchFileTable.Stand;
import org.openpersonalize.store.catalog.BatchJob;

/**
 * A batch job and the first lines that it has written.
 *
 * @param versionName what people call the version that answers
 * @param stand how far it is
 */
public record BatchJobView(
    BatchJob job, String versionName, Stand stand, List<Line> lines, Instant now) {
  /**
   * What a line was asked and answers.
   *
   * @param asked the user, the item, or what items are like; null if the line says none of it
   * @param answers the likeliest or best first, some of them
   * @param more how many there are beside
   * @param error why there are none; null if there is none
   */
  public record Line(
      @Nullable Named asked,
      List<Named> answers,
      int more,
      @Nullable String error) {}

  /**
   * A user or an item.
   *
   * @param title what it is called; null if nobody knows, or it is a user
   * @param href of its page; null of what has none
   */
  public record Named(
      String id, @Nullable String title, @Nullable String href) {}

  public JobState state() {
    return new JobState(job, now);
  }

  public Arn version() {
    return job.solutionVersionArn();
  }
}
