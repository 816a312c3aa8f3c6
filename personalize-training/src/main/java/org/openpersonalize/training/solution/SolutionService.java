package org.openpersonalize.training.solution;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.Limits;
import org.openpersonalize.store.catalog.PageRequest;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.SolutionVersionSummary;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagService;
import org.openpersonalize.training.TrainingSettings;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** CreateSolution, DescribeSolution, ListSolutions and DeleteSolution. */
@Service
public class SolutionService {
  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final CampaignRepository campaigns;
  private final DatasetGroupRepository datasetGroups;
  private final TagService tags;
  private final Jobs jobs;
  private final Limits limits;
  private final TrainingSettings settings;
  private final Clock clock;

  public SolutionService(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      CampaignRepository campaigns,
      DatasetGroupRepository datasetGroups,
      TagService tags,
      Jobs jobs,
      Limits limits,
      TrainingSettings settings,
      Clock clock) {
    this.solutions = solutions;
    this.versions = versions;
    this.campaigns = campaigns;
    this.datasetGroups = datasetGroups;
    this.tags = tags;
    this.jobs = jobs;
    this.limits = limits;
    this.settings = settings;
    this.clock = clock;
  }

  /** {@code performIncrementalUpdate} may be sent as false. */
  public record CreateSolution(
      @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "^[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String name,

      @NotNull Arn datasetGroupArn,
      @Nullable Arn recipeArn,
      @Nullable Boolean performHPO,
      @Nullable Boolean performAutoML,
      @Nullable Boolean performAutoTraining,
      @Nullable Boolean performIncrementalUpdate,
      @Nullable @Size(max = 256) String eventType,
      @Nullable @Valid SolutionConfig solutionConfig,
      @Nullable @Size(max = 200) List<@Valid @NotNull Tag> tags) {}

  public record CreateSolutionResponse(Arn solutionArn) {}

  public record DescribeSolution(@NotNull Arn solutionArn) {}

  public record DescribeSolutionResponse(Solution solution) {}

  public record ListSolutions(
      @Nullable Arn datasetGroupArn,

      @Nullable @Size(max = 1500) @Pattern(regexp = "\\p{ASCII}{0,1500}") String nextToken,

      @Nullable @Min(1) @Max(100) Integer maxResults) {}

  public record ListSolutionsResponse(
      List<SolutionSummary> solutions, @Nullable String nextToken) {}

  /** A solution as lists show it. */
  public record SolutionSummary(
      String name,
      Arn solutionArn,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      Arn recipeArn) {}

  public record DeleteSolution(@NotNull Arn solutionArn) {}

  @Transactional
  public CreateSolutionResponse create(CreateSolution request) {
    refuseUnserved(request);
    boolean performHPO = Boolean.TRUE.equals(request.performHPO());
    boolean performAutoML = Boolean.TRUE.equals(request.performAutoML());
    TrainingPlan.of(
        request.recipeArn(),
        performHPO,
        performAutoML,
        request.eventType(),
        request.solutionConfig());
    TrainingSchedule.of(request.solutionConfig());

    DatasetGroup group = datasetGroups.lock(request.datasetGroupArn());
    group.requireActive();
    requireRoom(group.arn());
    Solution solution = new Solution(
        group.arn().sibling("solution", request.name()),
        request.name(),
        group.arn(),
        request.recipeArn(),
        !Boolean.FALSE.equals(request.performAutoTraining()),
        request.eventType(),
        request.solutionConfig(),
        clock.instant());
    solution.searching(performHPO, performAutoML);
    solutions.create(solution);
    tags.add(solution.arn(), request.tags());
    if (solution.performAutoTraining()) {
      jobs.schedule(
          JobType.AUTO_TRAIN_SOLUTION,
          solution.arn(),
          clock.instant().plus(settings.automaticDelay()));
    }
    return new CreateSolutionResponse(solution.arn());
  }

  private static void refuseUnserved(CreateSolution request) {
    refuse("performIncrementalUpdate", request.performIncrementalUpdate());
  }

  private static void refuse(String member, @Nullable Boolean value) {
    if (Boolean.TRUE.equals(value)) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' is not served by this version of Open Personalize; leave it out or send false."
              .formatted(member));
    }
  }

  private void requireRoom(Arn datasetGroupArn) {
    long existing =
        solutions.count(Map.of("datasetGroupArn", datasetGroupArn, "status", Status.KEPT));
    if (existing >= limits.solutionsPerDatasetGroup()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "Cannot create a solution. The dataset group already has %d. Please delete some and try again."
              .formatted(existing));
    }
  }

  @Transactional(readOnly = true)
  public DescribeSolutionResponse describe(DescribeSolution request) {
    Solution solution = solutions.get(request.solutionArn());
    SolutionVersionSummary latest = versions
        .findFirstBySolutionArnOrderByCreationDateTimeDesc(solution.arn())
        .map(SolutionVersionService::summary)
        .orElse(null);
    return new DescribeSolutionResponse(solution.withLatest(latest));
  }

  @Transactional(readOnly = true)
  public ListSolutionsResponse list(ListSolutions request) {
    Page<SolutionSummary> page = solutions.page(
        SolutionSummary.class,
        Collections.singletonMap("datasetGroupArn", request.datasetGroupArn()),
        new PageRequest(request.nextToken(), request.maxResults()));
    return new ListSolutionsResponse(page.items(), page.nextToken());
  }

  /** Takes the solution out of use at once; a job then deletes its versions and their model files. */
  @Transactional
  public void delete(DeleteSolution request) {
    Solution solution = solutions.lock(request.solutionArn());
    solution.requireSettled();
    requireNoCampaign(solution);
    requireNothingUnderWay(solution);
    solution.become(Status.DELETE_PENDING, clock.instant());
    jobs.cancel(JobType.AUTO_TRAIN_SOLUTION, solution.arn());
    jobs.enqueueDeletion(JobType.DELETE_SOLUTION, solution.arn());
  }

  private void requireNoCampaign(Solution solution) {
    Set<Arn> ownVersions = versions.findBySolutionArn(solution.arn()).stream()
        .map(SolutionVersion::arn)
        .collect(Collectors.toSet());
    List<Campaign> users = campaigns.findBySolutionVersionArnIn(ownVersions);
    if (!users.isEmpty()) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "Campaign %s serves a version of solution %s. Delete the campaign first, and wait until it is gone."
              .formatted(users.get(0).arn(), solution.arn()));
    }
  }

  private void requireNothingUnderWay(Solution solution) {
    if (versions.count(Map.of("solutionArn", solution.arn(), "status", Status.UNDER_WAY)) > 0) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "A version of solution %s is being trained. Wait until it has ended."
              .formatted(solution.arn()));
    }
  }
}
