// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;

/**
 * Does one kind of job.
 *
 * <p>A job runs at least once: after a crash it is started again from the beginning, so whatever it publishes it
 * publishes in one last transaction, and only while {@link Runs#requireCurrent} says that the run is still its own.
 */
public interface JobHandler {
  JobType type();

  /**
   * Does the job. What the user can mend is not an exception but a state of the resource; an exception means that the
   * service itself failed, and the job is tried again a few times.
   *
   * @param subject the resource the job is about
   * @return when to run again; empty when the job is done
   */
  Optional<Instant> run(Arn subject);

  /**
   * Called once when {@link #run} has failed for good.
   *
   * @param error the last of its exceptions
   */
  void giveUp(Arn subject, Throwable error);
}
