// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.cadence.Cadence;
import org.openpersonalize.core.cadence.CadencePlan;
import org.openpersonalize.core.cadence.CadenceResult.Gain;
import org.openpersonalize.core.cadence.CadenceResult.Outcome;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.cadence.CadenceBacktest;
import org.openpersonalize.store.cadence.CadenceBacktestTable;
import org.openpersonalize.store.cadence.MeasuredCadences;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * StartCadenceBacktest, ForecastCadenceBacktest, DescribeCadenceBacktest and StopCadenceBacktest, which the original API does not
 * have: what it would have brought to train a solution every day, every week, every four weeks or never.
 */
@Service
public class CadenceBacktestService {
  private static final int TRAININGS = 20;
  private static final int MINUTES = 30;

  private final SolutionRepository solutions;
  private final CadenceBacktestTable backtests;
  private final CadenceOutlooks outlooks;
  private final Resources resources;
  private final Jobs jobs;

  CadenceBacktestService(
      SolutionRepository solutions,
      CadenceBacktestTable backtests,
      CadenceOutlooks outlooks,
      Resources resources,
      Jobs jobs) {
    this.solutions = solutions;
    this.backtests = backtests;
    this.outlooks = outlooks;
    this.resources = resources;
    this.jobs = jobs;
  }

  /**
   * The members of {@link StartCadenceBacktest}.
   *
   * @param maxTrainings at most so many, 20 if it does not say
   * @param maxMinutes what they may take, 30 if it does not say
   */
  @Addition
  @PostedTo("/cadence-backtests/forecast")
  public record ForecastCadenceBacktest(
      @NotNull Arn solutionArn,

      @Nullable @Min(CadencePlan.FEWEST_TRAININGS) @Max(CadencePlan.MOST_TRAININGS) Integer maxTrainings,

      @Nullable @Min(1) @Max(10_000) Integer maxMinutes) {}

  /**
   * What it would be like.
   *
   * @param from when the first tested day begins
   * @param until when the last day ends
   * @param seconds expected for all trainings
   */
  public record ForecastCadenceBacktestResponse(
      Instant from,
      Instant until,
      int testedDays,
      int trainings,
      double seconds,
      List<Cadence> cadences) {}

  /** Says what a test would be like, and changes nothing. */
  @Transactional(readOnly = true)
  public ForecastCadenceBacktestResponse forecast(ForecastCadenceBacktest request) {
    CadenceOutlook outlook =
        outlook(solutions.get(request.solutionArn()), request.maxTrainings(), request.maxMinutes());
    CadencePlan plan = outlook.plan();
    return new ForecastCadenceBacktestResponse(
        plan.start(),
        plan.end(),
        plan.testedDays().size(),
        plan.trainings().size(),
        outlook.expected().toMillis() / 1e3,
        plan.cadences());
  }

  private CadenceOutlook outlook(
      Solution solution, @Nullable Integer maxTrainings, @Nullable Integer maxMinutes) {
    solution.requireActive();
    return outlooks.of(
        solution,
        Objects.requireNonNullElse(maxTrainings, TRAININGS),
        Objects.requireNonNullElse(maxMinutes, MINUTES));
  }

  /**
   * Asks for a test.
   *
   * @param maxTrainings at most so many, 20 if it does not say; the more, the more days are tested
   * @param maxMinutes after which none begins and what was tested by then is told, 30 if it does not say
   */
  @Addition
  @PostedTo("/cadence-backtests/start")
  public record StartCadenceBacktest(
      @NotNull Arn solutionArn,

      @Nullable @Min(CadencePlan.FEWEST_TRAININGS) @Max(CadencePlan.MOST_TRAININGS) Integer maxTrainings,

      @Nullable @Min(1) @Max(10_000) Integer maxMinutes) {}

  public record StartCadenceBacktestResponse(Arn solutionArn) {}

  @Transactional
  public StartCadenceBacktestResponse start(StartCadenceBacktest request) {
    Solution solution = solutions.lock(request.solutionArn());
    if (backtests.find(solution.arn()).filter(CadenceBacktest::isUnderWay).isPresent()) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "A backtest of %s is under way. Wait until it has ended, or stop it."
              .formatted(solution.arn()));
    }
    int minutes = Objects.requireNonNullElse(request.maxMinutes(), MINUTES);
    CadencePlan plan = outlook(solution, request.maxTrainings(), minutes).plan();
    backtests.begin(solution.arn(), plan, minutes, resources.now());
    jobs.enqueue(JobType.BACKTEST_CADENCES, solution.arn());
    resources.changed(solution.arn());
    return new StartCadenceBacktestResponse(solution.arn());
  }

  @Addition
  @PostedTo("/cadence-backtests/stop")
  public record StopCadenceBacktest(@NotNull Arn solutionArn) {}

  public record StopCadenceBacktestResponse(Arn solutionArn) {}

  /** Calls a test off, wherever it is done; its trainings so far are lost, and the result of the one before stays. */
  @Transactional
  public StopCadenceBacktestResponse stop(StopCadenceBacktest request) {
    Solution solution = solutions.lock(request.solutionArn());
    boolean stopped = backtests
        .find(solution.arn())
        .filter(backtest -> backtests.move(
            backtest, Status.UNDER_WAY, Status.CREATE_STOPPED, null, resources.now()))
        .isPresent();
    if (!stopped) {
      throw ErrorCode.INVALID_INPUT.because(
          "No backtest of %s is under way.".formatted(solution.arn()));
    }
    resources.changed(solution.arn());
    return new StopCadenceBacktestResponse(solution.arn());
  }

  @Addition
  @PostedTo("/cadence-backtests/describe")
  public record DescribeCadenceBacktest(@NotNull Arn solutionArn) {}

  /**
   * The newest test of a solution.
   *
   * @param trainings of its plan
   * @param trainingsDone 0 unless it is under way
   * @param result of the newest one that came to its end; absent if none did
   */
  public record DescribeCadenceBacktestResponse(
      Arn solutionArn,
      Status status,
      @Nullable String failureReason,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      int trainings,
      int trainingsDone,
      int maxMinutes,
      @Nullable CadenceFindings result) {}

  /**
   * What a test found.
   *
   * @param users on whose days all cadences were tested
   * @param cadences the shortest first
   * @param advised the longest, unless a shorter one is surely better, and so on
   */
  public record CadenceFindings(
      Instant measuredAt,
      Instant from,
      Instant until,
      int testedDays,
      int users,
      int trainings,
      List<CadenceFinding> cadences,
      Cadence advised) {}

  /**
   * What a cadence comes to.
   *
   * @param ndcg at 10
   * @param gain over the next longer cadence; absent for the longest, and with too few users
   * @param verdict on this gain; absent for the longest
   */
  public record CadenceFinding(
      Cadence cadence,
      double ndcg,
      @Nullable Gain gain,
      @Nullable Verdict verdict,
      double trainingsPerWeek,
      double minutesPerWeek) {}

  /** What can be said of a gain. */
  public enum Verdict {
    BETTER,
    WORSE,
    /** The interval has 0 in it. */
    UNDECIDED,
    TOO_FEW_USERS
  }

  @Transactional(readOnly = true)
  public DescribeCadenceBacktestResponse describe(DescribeCadenceBacktest request) {
    Solution solution = solutions.get(request.solutionArn());
    CadenceBacktest backtest = backtests
        .find(solution.arn())
        .orElseThrow(() -> ErrorCode.RESOURCE_NOT_FOUND.because(
            "There is no backtest of %s. Start one.".formatted(solution.arn())));
    return new DescribeCadenceBacktestResponse(
        solution.arn(),
        backtest.status(),
        backtest.failureReason(),
        backtest.asked(),
        backtest.changed(),
        backtest.plan().trainings().size(),
        backtests.stepsDone(backtest),
        backtest.maxMinutes(),
        Optional.ofNullable(backtest.result())
            .map(CadenceBacktestService::findings)
            .orElse(null));
  }

  private static CadenceFindings findings(MeasuredCadences measured) {
    List<Outcome> outcomes = measured.result().cadences();
    Cadence longest = outcomes.get(outcomes.size() - 1).cadence();
    return new CadenceFindings(
        measured.measured(),
        measured.plan().start(),
        measured.plan().end(),
        measured.result().days(),
        measured.result().users(),
        measured.trainings(),
        outcomes.stream()
            .map(outcome -> new CadenceFinding(
                outcome.cadence(),
                outcome.ndcg(),
                outcome.gain(),
                outcome.cadence() == longest ? null : verdict(outcome.gain()),
                outcome.cadence().trainingsPerWeek(),
                outcome.cadence().trainingsPerWeek() * measured.secondsOfOne() / 60))
            .toList(),
        measured.result().advised());
  }

  private static Verdict verdict(@Nullable Gain gain) {
    if (gain == null) {
      return Verdict.TOO_FEW_USERS;
    }
    if (gain.isSure()) {
      return Verdict.BETTER;
    }
    return gain.high() < 0 ? Verdict.WORSE : Verdict.UNDECIDED;
  }
}
