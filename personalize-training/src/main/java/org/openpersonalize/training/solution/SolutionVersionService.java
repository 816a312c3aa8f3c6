package org.openpersonalize.training.solution;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Limits;
import org.openpersonalize.store.catalog.PageRequest;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.SolutionVersionSummary;
import org.openpersonalize.store.catalog.TrainingMode;
import org.openpersonalize.store.catalog.TrainingType;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagService;
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
  private final TagService tags;
  private final Jobs jobs;
  private final ChangeFeed changes;
  private final Limits limits;
  private final Clock clock;

  public SolutionVersionService(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      PublishedModels models,
      TagService tags,
      Jobs jobs,
      ChangeFeed changes,
      Limits limits,
      Clock clock) {
    this.solutions = solutions;
    this.versions = versions;
    this.models = models;
    this.tags = tags;
    this.jobs = jobs;
    this.changes = changes;
    this.limits = limits;
    this.clock = clock;
  }

  public record CreateSolutionVersion(
      @NotNull Arn solutionArn,

      @Nullable @Size(min = 1, max = 63) @Pattern(regexp = "^[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String name,

      @Nullable TrainingMode trainingMode,
      @Nullable @Size(max = 200) List<@Valid @NotNull Tag> tags) {}

  public record CreateSolutionVersionResponse(Arn solutionVersionArn) {}

  public record DescribeSolutionVersion(@NotNull Arn solutionVersionArn) {}

  public record DescribeSolutionVersionResponse(SolutionVersion solutionVersion) {}

  public record ListSolutionVersions(
      @Nullable Arn solutionArn,

      @Nullable @Size(max = 1500) @Pattern(regexp = "\\p{ASCII}{0,1500}") String nextToken,

      @Nullable @Min(1) @Max(100) Integer maxResults) {}

  public record ListSolutionVersionsResponse(
      List<SolutionVersionSummary> solutionVersions,
      @Nullable String nextToken) {}

  public record GetSolutionMetrics(@NotNull Arn solutionVersionArn) {}

  public record GetSolutionMetricsResponse(Arn solutionVersionArn, Map<String, Double> metrics) {}

  public record StopSolutionVersionCreation(@NotNull Arn solutionVersionArn) {}

  @Transactional
  public CreateSolutionVersionResponse create(CreateSolutionVersion request) {
    if (request.trainingMode() != null && request.trainingMode() != TrainingMode.FULL) {
      throw ErrorCode.INVALID_INPUT.because(
          "The 'trainingMode' %s is not served by this version of Open Personalize; send FULL or leave it out."
              .formatted(request.trainingMode()));
    }
    Solution solution = solutions.lock(request.solutionArn());
    SolutionVersion version = start(solution, request.name(), TrainingType.MANUAL);
    tags.add(version.arn(), request.tags());
    return new CreateSolutionVersionResponse(version.arn());
  }

  /**
   * Starts a version on the schedule's behalf, or refuses to before anything is written; {@code solution} is locked.
   */
  @Transactional(noRollbackFor = PersonalizeException.class)
  public Arn createAutomatic(Solution solution) {
    return start(solution, null, TrainingType.AUTOMATIC).arn();
  }

  private SolutionVersion start(Solution solution, @Nullable String name, TrainingType type) {
    solution.requireActive();
    if (name != null && versions.count(Map.of("solutionArn", solution.arn(), "name", name)) > 0) {
      throw ErrorCode.RESOURCE_ALREADY_EXISTS.because(
          "Solution %s already has a version named '%s'.".formatted(solution.arn(), name));
    }
    long underWay = versions.count(Map.of("status", Status.UNDER_WAY));
    if (underWay >= limits.solutionVersionsUnderWay()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "More than %d resources with PENDING or IN_PROGRESS status. Wait until some are trained and try again."
              .formatted(limits.solutionVersionsUnderWay()));
    }
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    SolutionVersion version = new SolutionVersion(
        solution.arn().child(id),
        name == null ? solution.name() + "/" + id : name,
        solution,
        TrainingMode.FULL,
        type,
        clock.instant());
    versions.create(version);
    jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, version.arn());
    return version;
  }

  @Transactional(readOnly = true)
  public DescribeSolutionVersionResponse describe(DescribeSolutionVersion request) {
    return new DescribeSolutionVersionResponse(versions.get(request.solutionVersionArn()));
  }

  @Transactional(readOnly = true)
  public ListSolutionVersionsResponse list(ListSolutionVersions request) {
    Arn solutionArn = request.solutionArn();
    if (solutionArn != null) {
      solutions.get(solutionArn);
    }
    Page<SolutionVersionSummary> page = versions.page(
        SolutionVersionSummary.class,
        Collections.singletonMap("solutionArn", solutionArn),
        new PageRequest(request.nextToken(), request.maxResults()));
    return new ListSolutionVersionsResponse(page.items(), page.nextToken());
  }

  @Transactional(readOnly = true)
  public GetSolutionMetricsResponse metrics(GetSolutionMetrics request) {
    SolutionVersion version = versions.get(request.solutionVersionArn());
    version.requireActive();
    Map<String, Double> metrics = models.find(version.arn()).orElseThrow().metrics();
    return new GetSolutionMetricsResponse(version.arn(), metrics);
  }

  /**
   * Calls a training off. The node that trains hears of it by the change feed; a job is queued as well, for when none
   * does: it died, or waits to try again.
   */
  @Transactional
  public void stop(StopSolutionVersionCreation request) {
    SolutionVersion version = versions.lock(request.solutionVersionArn());
    version.stop(clock.instant());
    if (version.status() == Status.CREATE_STOPPING) {
      jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, version.arn());
    }
    changes.announce(version.arn());
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
