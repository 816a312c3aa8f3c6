// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.IOException;
import java.util.Objects;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.batch.SegmentAnswer.Request;
import org.openpersonalize.serving.filter.AttributeItems;
import org.openpersonalize.serving.filter.UserFilters;
import org.openpersonalize.serving.model.ModelLoader;
import org.openpersonalize.store.catalog.BatchSegmentJob;
import org.openpersonalize.store.catalog.BatchSegmentJobRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds the users of every line of a job's files. The model is in memory as long as the job runs. */
@Component
public class BatchSegments extends CreationJob<BatchSegmentJob> {
  private static final Logger log = LoggerFactory.getLogger(BatchSegments.class);
  private static final int DEFAULT_RESULTS = 25;

  private final SolutionVersionRepository versions;
  private final ModelLoader models;
  private final BatchFiles files;
  private final AttributeItems attributes;
  private final UserFilters filters;
  private final Means means;

  BatchSegments(
      BatchSegmentJobRepository segmentJobs,
      SolutionVersionRepository versions,
      ModelLoader models,
      BatchFiles files,
      AttributeItems attributes,
      UserFilters filters,
      Means means) {
    super(JobType.BATCH_SEGMENT, segmentJobs, means);
    this.versions = versions;
    this.models = models;
    this.files = files;
    this.attributes = attributes;
    this.filters = filters;
    this.means = means;
  }

  @Override
  protected void work(BatchSegmentJob job, Run run) throws JobRefused {
    SolutionVersion version = versions.get(job.solutionVersionArn());
    log.info("Finding the users for {} by {}", job.arn(), version.arn());
    long lines;
    try {
      RecommendationModel model = models.load(version.arn());
      Request request = new Request(
          version.datasetGroupArn(),
          model.recipe().needs(Input.ATTRIBUTES),
          job.filterArn(),
          Objects.requireNonNullElse(job.numResults(), DEFAULT_RESULTS));
      lines = files.answer(
          job.jobInput(), job.jobOutput(), new SegmentAnswer(model, request, attributes, filters));
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
  protected String gaveUp(Throwable error) {
    return "The job failed again and again, at last with '%s'. See the log, then create another job."
        .formatted(error.getMessage());
  }
}
