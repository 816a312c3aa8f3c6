// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.SolutionVersionSummary;
import org.openpersonalize.store.catalog.TrainingMode;
import org.openpersonalize.store.catalog.TrainingType;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * CreateSolutionVersion, DescribeSolutionVersion, ListSolutionVersions, GetSolutionMetrics and
 * StopSolutionVersionCreation.
 */
@Service
public class SolutionVersionService {
  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final PublishedModels models;
  private final Resources resources;
  private final Jobs jobs;

  public SolutionVersionService(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      PublishedModels models,
      Resources resources,
      Jobs jobs) {
    this.solutions = solutions;
    this.versions = versions;
    this.models = models;
    this.resources = resources;
    this.jobs = jobs;
  }

  public record CreateSolutionVersion(
      @NotNull Arn solutionArn,

      @Nullable @Name String name,

      @Nullable TrainingMode trainingMode,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateSolutionVersionResponse(Arn solutionVersionArn) {}

  @Transactional
  public CreateSolutionVersionResponse create(CreateSolutionVersion request) {
    Solution solution = solutions.lock(request.solutionArn());
    TrainingMode mode = Objects.requireNonNullElse(request.trainingMode(), TrainingMode.FULL);
    if (mode == TrainingMode.UPDATE) {
      requireUpdatable(solution);
    }
    SolutionVersion version =
        start(solution, request.name(), mode, TrainingType.MANUAL, request.tags());
    return new CreateSolutionVersionResponse(version.arn());
  }

  private void requireUpdatable(Solution solution) {
    Optional<Recipe> recipe =
        Optional.ofNullable(solution.recipeArn()).flatMap(ServedRecipes::find);
    if (recipe.filter(each -> each.supports(Feature.UPDATES)).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The trainingMode UPDATE is for %s; send FULL or leave it out."
              .formatted(ServedRecipes.with(Feature.UPDATES)));
    }
    if (versions.newestFullyTrained(solution.arn()).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The trainingMode UPDATE needs an ACTIVE version of %s that was trained with trainingMode FULL. Create one first."
              .formatted(solution.arn()));
    }
  }

  /**
   * Starts a version on the schedule's behalf, or refuses to before anything is written; {@code solution} is locked.
   */
  @Transactional(noRollbackFor = PersonalizeException.class)
  public Arn createAutomatic(Solution solution) {
    return start(solution, null, TrainingMode.FULL, TrainingType.AUTOMATIC, null)
        .arn();
  }

  private SolutionVersion start(
      Solution solution,
      @Nullable String name,
      TrainingMode mode,
      TrainingType type,
      @Nullable List<Tag> tags) {
    solution.requireActive();
    if (name != null && versions.existsBySolutionArnAndName(solution.arn(), name)) {
      throw ErrorCode.RESOURCE_ALREADY_EXISTS.because(
          "Solution %s already has a version named '%s'.".formatted(solution.arn(), name));
    }
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    SolutionVersion version = new SolutionVersion(
        solution.arn().child(id),
        name == null ? solution.name() + "/" + id : name,
        solution,
        mode,
        type,
        resources.now());
    resources.create(
        version,
        tags,
        new Quota(
            versions.countByStatusIn(Status.UNDER_WAY),
            Limits::solutionVersionsUnderWay,
            "More than %d resources with PENDING or IN_PROGRESS status. Wait until some are trained and try again."));
    jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, version.arn());
    return version;
  }

  public record DescribeSolutionVersion(@NotNull Arn solutionVersionArn) {}

  public record DescribeSolutionVersionResponse(SolutionVersion solutionVersion) {}

  @Transactional(readOnly = true)
  public DescribeSolutionVersionResponse describe(DescribeSolutionVersion request) {
    return new DescribeSolutionVersionResponse(versions.get(request.solutionVersionArn()));
  }

  public record ListSolutionVersions(
      @Nullable Arn solutionArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  public record ListSolutionVersionsResponse(
      List<SolutionVersionSummary> solutionVersions,
      @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListSolutionVersionsResponse list(ListSolutionVersions request) {
    if (request.solutionArn() != null) {
      solutions.get(request.solutionArn());
    }
    return versions
        .page(SolutionVersionSummary.class, request.where(), request.page())
        .as(ListSolutionVersionsResponse::new);
  }

  public record GetSolutionMetrics(@NotNull Arn solutionVersionArn) {}

  public record GetSolutionMetricsResponse(Arn solutionVersionArn, Map<String, Double> metrics) {}

  @Transactional(readOnly = true)
  public GetSolutionMetricsResponse metrics(GetSolutionMetrics request) {
    SolutionVersion version = versions.get(request.solutionVersionArn());
    version.requireActive();
    Map<String, Double> metrics = models.find(version.arn()).orElseThrow().metrics();
    return new GetSolutionMetricsResponse(version.arn(), metrics);
  }

  public record StopSolutionVersionCreation(@NotNull Arn solutionVersionArn) {}

  /**
   * Calls a training off. The node that trains hears of it by the change feed; a job is queued as well, for when none
   * does: it died, or waits to try again.
   */
  @Transactional
  public void stop(StopSolutionVersionCreation request) {
    SolutionVersion version = versions.lock(request.solutionVersionArn());
    version.stop(resources.now());
    if (version.status() == Status.CREATE_STOPPING) {
      jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, version.arn());
    }
    resources.changed(version.arn());
  }

  static SolutionVersionSummary summary(SolutionVersion version) {
    return new SolutionVersionSummary(
        version.arn(),
        version.status(),
        version.trainingMode(),
        version.trainingType(),
        version.creationDateTime(),
        version.lastUpdatedDateTime(),
        version.failureReason());
  }
}
