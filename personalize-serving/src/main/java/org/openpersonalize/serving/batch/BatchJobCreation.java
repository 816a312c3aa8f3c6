// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.time.Instant;
import java.util.function.ToIntFunction;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.catalog.BatchJobRepository;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.JobCreation;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.springframework.stereotype.Component;

/** How batch jobs of all kinds begin: with a version to ask, files to read, and room for one more. */
@Component
class BatchJobCreation {
  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final FilterRepository filters;
  private final BatchFiles files;
  private final JobCreation jobs;

  BatchJobCreation(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      FilterRepository filters,
      BatchFiles files,
      JobCreation jobs) {
    this.solutions = solutions;
    this.versions = versions;
    this.filters = filters;
    this.files = files;
    this.jobs = jobs;
  }

  /**
   * The version that a job is to ask, ACTIVE and locked, so that neither it nor the job's filter is deleted meanwhile.
   *
   * @param feature that its recipe must support
   * @throws org.openpersonalize.core.resource.PersonalizeException if there is no such version or filter, if it cannot be asked, or
   *     the job cannot read or write there
   */
  SolutionVersion askable(BatchJobRequest request, Feature feature) {
    files.require(request.jobInput(), request.jobOutput());
    SolutionVersion version = versions.get(request.solutionVersionArn());
    solutions.lock(version.solutionArn()).requireActive();
    version = versions.lock(version.arn());
    version.requireActive();
    Arn recipe = version.recipeArn();
    if (ServedRecipes.find(recipe).filter(found -> found.supports(feature)).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Such a job asks a version of %s, but the recipe of %s is %s."
              .formatted(ServedRecipes.with(feature), version.arn(), recipe));
    }
    Arn filter = request.filterArn();
    if (filter != null) {
      filters.lock(filter);
    }
    return version;
  }

  /** The moment that is written on a job that is created now. */
  Instant now() {
    return jobs.now();
  }

  /**
   * Creates a job that waits for a worker.
   *
   * @param rows of its kind
   * @param limit how many jobs of its kind there may be that wait or run
   * @throws org.openpersonalize.core.resource.PersonalizeException if there are so many, or one of this name
   */
  <J extends BatchJob> void create(
      JobType type,
      J job,
      BatchJobRequest request,
      BatchJobRepository<J> rows,
      ToIntFunction<Limits> limit) {
    Quota quota = Quota.ofJobsUnderWay(rows.countByStatusIn(Status.UNDER_WAY), limit);
    jobs.create(type, job, request.tags(), quota);
  }
}
