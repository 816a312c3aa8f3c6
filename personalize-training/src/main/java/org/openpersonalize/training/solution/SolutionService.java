// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionChange;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionUpdateConfig;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.SolutionVersionSummary;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** CreateSolution, UpdateSolution, DescribeSolution, ListSolutions and DeleteSolution. */
@Service
public class SolutionService {
  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final SolutionData data;
  private final TrainingSchedules schedules;
  private final SolutionRetirement retirement;
  private final Resources resources;

  public SolutionService(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      SolutionData data,
      TrainingSchedules schedules,
      SolutionRetirement retirement,
      Resources resources) {
    this.solutions = solutions;
    this.versions = versions;
    this.data = data;
    this.schedules = schedules;
    this.retirement = retirement;
    this.resources = resources;
  }

  /** {@code performIncrementalUpdate} is for recipes whose campaigns can take in new items between trainings. */
  public record CreateSolution(
      @NotNull @Name String name,

      @NotNull Arn datasetGroupArn,
      @Nullable Arn recipeArn,
      @Nullable Boolean performHPO,
      @Nullable Boolean performAutoML,
      @Nullable Boolean performAutoTraining,
      @Nullable Boolean performIncrementalUpdate,
      @Nullable @Size(max = 256) String eventType,
      @Nullable @Valid SolutionConfig solutionConfig,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {
    /** What would create a solution like this one. */
    public static CreateSolution like(Solution solution) {
      return new CreateSolution(
          solution.name(),
          solution.datasetGroupArn(),
          solution.recipeArn(),
          solution.performHPO(),
          solution.performAutoML(),
          solution.performAutoTraining(),
          solution.performIncrementalUpdate(),
          solution.eventType(),
          solution.solutionConfig(),
          null);
    }
  }

  public record CreateSolutionResponse(Arn solutionArn) {}

  @Transactional
  public CreateSolutionResponse create(CreateSolution request) {
    boolean performHPO = Boolean.TRUE.equals(request.performHPO());
    boolean performAutoML = Boolean.TRUE.equals(request.performAutoML());
    TrainingPlan plan = TrainingPlan.of(request);
    TrainingSchedule.of(request.solutionConfig());
    requireUpdatesFit(request.performIncrementalUpdate(), performAutoML, plan);

    DatasetGroup group = data.lock(request.datasetGroupArn(), plan);
    Solution solution = new Solution(
        group.arn().sibling(ResourceType.SOLUTION, request.name()),
        request.name(),
        group.arn(),
        request.recipeArn(),
        !Boolean.FALSE.equals(request.performAutoTraining()),
        request.eventType(),
        request.solutionConfig(),
        resources.now());
    solution.searching(performHPO, performAutoML).updating(request.performIncrementalUpdate());
    resources.create(
        solution,
        request.tags(),
        new Quota(
            solutions.countByDatasetGroupArnAndStatusIn(group.arn(), Status.KEPT),
            Limits::solutionsPerDatasetGroup,
            "Cannot create a solution. The dataset group already has %d. Please delete some and try again."));
    if (solution.performAutoTraining()) {
      schedules.begin(solution);
    }
    return new CreateSolutionResponse(solution.arn());
  }

  private static void requireUpdatesFit(
      @Nullable Boolean performIncrementalUpdate, boolean performAutoML, TrainingPlan plan) {
    if (Boolean.TRUE.equals(performIncrementalUpdate)
        && (performAutoML || !plan.recipe().supports(Feature.INCREMENTAL_UPDATES))) {
      throw ErrorCode.INVALID_INPUT.because(
          "performIncrementalUpdate is for %s; leave it out or send false."
              .formatted(ServedRecipes.with(Feature.INCREMENTAL_UPDATES)));
    }
  }

  public record UpdateSolution(
      @NotNull Arn solutionArn,
      @Nullable Boolean performAutoTraining,
      @Nullable Boolean performIncrementalUpdate,
      @Nullable @Valid SolutionUpdateConfig solutionUpdateConfig) {}

  public record UpdateSolutionResponse(Arn solutionArn) {}

  /**
   * Changes a solution at once. Versions under way go on as they began; a schedule that is another, or switched on, is counted
   * from now, and its first training waits as that of a new solution does.
   */
  @Transactional
  public UpdateSolutionResponse update(UpdateSolution request) {
    Solution solution = solutions.lock(request.solutionArn());
    solution.requireActive();
    SolutionChange change = new SolutionChange(
        request.performAutoTraining(),
        request.performIncrementalUpdate(),
        request.solutionUpdateConfig());
    SolutionConfig config = change.of(solution.solutionConfig());
    TrainingPlan plan = TrainingPlan.of(
        solution.recipeArn(),
        solution.performHPO(),
        solution.performAutoML(),
        solution.eventType(),
        config);
    TrainingSchedule.of(config);
    requireUpdatesFit(request.performIncrementalUpdate(), solution.performAutoML(), plan);

    boolean beginsSchedule = solution.change(change, resources.now());
    resources.changed(solution.arn());
    if (!solution.performAutoTraining()) {
      schedules.end(solution);
    } else if (beginsSchedule) {
      schedules.begin(solution);
    }
    return new UpdateSolutionResponse(solution.arn());
  }

  public record DescribeSolution(@NotNull Arn solutionArn) {}

  public record DescribeSolutionResponse(Solution solution) {}

  @Transactional(readOnly = true)
  public DescribeSolutionResponse describe(DescribeSolution request) {
    Solution solution = solutions.get(request.solutionArn());
    SolutionVersionSummary latest = versions
        .findFirstBySolutionArnOrderByCreationDateTimeDesc(solution.arn())
        .map(SolutionVersionService::summary)
        .orElse(null);
    return new DescribeSolutionResponse(solution.withLatest(latest));
  }

  public record ListSolutions(
      @Nullable Arn datasetGroupArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A solution as lists show it. */
  public record SolutionSummary(
      String name,
      Arn solutionArn,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      Arn recipeArn) {}

  public record ListSolutionsResponse(
      List<SolutionSummary> solutions, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListSolutionsResponse list(ListSolutions request) {
    return solutions
        .page(SolutionSummary.class, request.where(), request.page())
        .as(ListSolutionsResponse::new);
  }

  public record DeleteSolution(@NotNull Arn solutionArn) {}

  /** Takes the solution out of use at once; a job then deletes its versions and their model files. */
  @Transactional
  public void delete(DeleteSolution request) {
    retirement.begin(solutions.lock(request.solutionArn()));
  }
}
