// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.IOException;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.exploration.LiveDeployments;
import org.openpersonalize.serving.model.Deployable;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.Deployments;
import org.openpersonalize.store.catalog.BatchInferenceJob;
import org.openpersonalize.store.catalog.BatchInferenceJobConfig;
import org.openpersonalize.store.catalog.BatchInferenceJobRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.ThemeGenerationConfig;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.springframework.stereotype.Component;

/** Answers every line of a job's files as a campaign would answer a request. */
@Component
public class BatchInferences extends BatchWork<BatchInferenceJob> {
  private final SolutionVersionRepository versions;
  private final Deployments deployments;
  private final LiveDeployments liveDeployments;
  private final Answering answering;
  private final ThemeColumns themes;
  private final Limits limits;

  BatchInferences(
      BatchInferenceJobRepository inferenceJobs,
      SolutionVersionRepository versions,
      BatchFiles files,
      Deployments deployments,
      LiveDeployments liveDeployments,
      Answering answering,
      ThemeColumns themes,
      Limits limits,
      Means means) {
    super(JobType.BATCH_INFERENCE, inferenceJobs, versions, files, means);
    this.versions = versions;
    this.deployments = deployments;
    this.liveDeployments = liveDeployments;
    this.answering = answering;
    this.themes = themes;
    this.limits = limits;
  }

  /** With the items that came since the training, if the version is its solution's newest and its recipe takes them in. */
  @Override
  LineAnswer answer(BatchInferenceJob job, SolutionVersion version) throws IOException {
    Recipe recipe = ServedRecipes.find(version.recipeArn()).orElseThrow();
    Deployment deployment = deployments.of(
        new Deployable(
            job.arn(),
            version.arn(),
            recipe,
            version.datasetGroupArn(),
            false,
            BatchInferenceJobConfig.exploration(job.batchInferenceJobConfig()),
            BatchInferenceJobConfig.influence(job.batchInferenceJobConfig()),
            version.isUpdated(recipe) && isNewest(version)),
        null);
    liveDeployments.caughtUp(deployment);
    ThemeGenerationConfig theme = job.themeGenerationConfig();
    return new InferenceAnswer(
        deployment,
        answering,
        new InferenceAnswer.Request(
            job.filterArn(),
            job.numResults(),
            theme == null ? limits.batchLines() : limits.batchThemeLines()),
        theme == null ? null : themes.finder(version.datasetGroupArn(), theme));
  }

  private boolean isNewest(SolutionVersion version) {
    return versions
        .findFirstBySolutionArnAndStatusOrderByCreationDateTimeDesc(
            version.solutionArn(), Status.ACTIVE)
        .filter(newest -> newest.arn().equals(version.arn()))
        .isPresent();
  }
}
