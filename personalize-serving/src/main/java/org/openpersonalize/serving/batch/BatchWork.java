// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.IOException;
import java.util.Optional;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.catalog.BatchJobRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every line of a job's files. The model is in memory as long as the job runs.
 *
 * @param <J> the kind of job
 */
abstract class BatchWork<J extends BatchJob> extends CreationJob<J> {
  private static final Logger log = LoggerFactory.getLogger(BatchWork.class);

  private final BatchJobRepository<J> rows;
  private final SolutionVersionRepository versions;
  private final BatchFiles files;
  private final Means means;

  BatchWork(
      JobType type,
      BatchJobRepository<J> rows,
      SolutionVersionRepository versions,
      BatchFiles files,
      Means means) {
    super(type, rows, means);
    this.rows = rows;
    this.versions = versions;
    this.files = files;
    this.means = means;
  }

  /** Loads the model of a version, and says what lines are answered by it. */
  abstract LineAnswer answer(J job, SolutionVersion version) throws IOException;

  @Override
  protected void work(J job, Run run) throws JobRefused {
    SolutionVersion version = versions.get(job.solutionVersionArn());
    log.info("Answering the lines of {} by {}", job.arn(), version.arn());
    long lines;
    try {
      lines = files.answer(job, answer(job, version), run::note);
    } catch (UnreadableModelException e) {
      throw new JobRefused(
          "The model cannot be read: %s. Train a new version.".formatted(e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalStateException("A file of %s failed".formatted(job.arn()), e);
    }
    run.complete(row -> row.become(Status.ACTIVE, means.resources().now()));
    log.info("Answered {} lines of {} in {}", lines, job.arn(), run.elapsed());
  }

  @Override
  protected void cleanUp(Arn jobArn) {
    try {
      Optional<J> job = rows.findById(jobArn);
      if (job.isPresent()) {
        files.abandon(job.get());
      }
    } catch (IOException e) {
      throw new IllegalStateException("The remains of " + jobArn + " could not be deleted", e);
    }
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The job failed again and again, at last with '%s'. See the log, then create another job."
        .formatted(error.getMessage());
  }
}
