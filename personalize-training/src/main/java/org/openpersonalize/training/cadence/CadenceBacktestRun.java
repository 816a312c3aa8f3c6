// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.openpersonalize.core.cadence.CadenceResult;
import org.openpersonalize.core.cadence.DayScores;
import org.openpersonalize.core.cadence.Hindsight;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.cadence.CadenceBacktest;
import org.openpersonalize.store.cadence.CadenceBacktestTable;
import org.openpersonalize.store.cadence.CadenceBacktestTable.Step;
import org.openpersonalize.store.cadence.MeasuredCadences;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tests a solution, a training at a time. After each it asks to be run again, behind whatever waits, so that no training waits for
 * a whole test; what was done so far is in the database, so that it goes on from there after a crash.
 */
@Component
public class CadenceBacktestRun implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(CadenceBacktestRun.class);

  private final SolutionRepository solutions;
  private final CadenceBacktestTable backtests;
  private final CadenceOutlooks outlooks;
  private final PastInteractions past;
  private final BacktestMonitor monitor;
  private final Clock clock;

  CadenceBacktestRun(
      SolutionRepository solutions,
      CadenceBacktestTable backtests,
      CadenceOutlooks outlooks,
      PastInteractions past,
      BacktestMonitor monitor,
      Clock clock) {
    this.solutions = solutions;
    this.backtests = backtests;
    this.outlooks = outlooks;
    this.past = past;
    this.monitor = monitor;
    this.clock = clock;
  }

  @Override
  public JobType type() {
    return JobType.BACKTEST_CADENCES;
  }

  @Override
  public Optional<Instant> run(Arn solution) {
    Optional<CadenceBacktest> wanted = backtests.find(solution).filter(CadenceBacktest::isUnderWay);
    boolean goesOn = wanted.isPresent() && step(wanted.get());
    if (!goesOn) {
      monitor.ended(solution);
    }
    return goesOn ? Optional.of(clock.instant()) : Optional.empty();
  }

  /** @return is there more to do? */
  private boolean step(CadenceBacktest backtest) {
    backtests.move(
        backtest, Set.of(Status.CREATE_PENDING), Status.CREATE_IN_PROGRESS, null, clock.instant());
    List<Step> steps = backtests.steps(backtest);
    Set<Integer> done = steps.stream().map(Step::trainingDay).collect(Collectors.toSet());
    Optional<Integer> next =
        backtest.plan().trainings().stream().filter(day -> !done.contains(day)).findFirst();
    BacktestWatch watch = monitor.watch(backtest, steps);
    try {
      if (next.isEmpty() || watch.isLate()) {
        complete(backtest, steps);
        return false;
      }
      watch.throwIfCancelled();
      train(backtest, next.get(), watch);
      return true;
    } catch (JobRefused | PersonalizeException e) {
      fail(backtest, String.valueOf(e.getMessage()));
      return false;
    } catch (CancellationException e) {
      return cancelled(backtest, steps, watch, e);
    } finally {
      monitor.forget(backtest.solutionArn());
    }
  }

  private void train(CadenceBacktest backtest, int day, BacktestWatch watch) throws JobRefused {
    Solution solution = solutions.get(backtest.solutionArn());
    Hindsight hindsight = past.hindsight(solution, backtest, watch);
    List<DayScores> scores =
        hindsight.scores(backtest.plan(), day, seenOffset(backtest, hindsight, watch), watch);
    backtests.add(backtest, new Step(day, watch.secondsOfStep(), scores));
  }

  /** Learned by the first step, and known to the others. */
  private double seenOffset(CadenceBacktest backtest, Hindsight hindsight, BacktestWatch watch) {
    if (backtest.seenOffset() != null) {
      return backtest.seenOffset();
    }
    double learned = hindsight.seenOffset(backtest.plan().start(), watch.silent());
    backtests.learned(backtest, learned);
    return learned;
  }

  private boolean cancelled(
      CadenceBacktest backtest,
      List<Step> steps,
      BacktestWatch watch,
      CancellationException cancelled) {
    if (watch.isStopped()) {
      log.info("The backtest of {} was stopped", backtest.solutionArn());
    } else if (watch.isLate()) {
      complete(backtest, steps);
    } else {
      throw cancelled; // the worker is told to stop, and goes on after the next start
    }
    return false;
  }

  private void complete(CadenceBacktest backtest, List<Step> steps) {
    CadenceResult result = CadenceResult.of(
        backtest.plan(), steps.stream().flatMap(step -> step.scores().stream()).toList());
    if (result.days() == 0) {
      fail(
          backtest,
          "Within maxMinutes, which is %d, no day was tested with all cadences. Allow more minutes, or fewer trainings."
              .formatted(backtest.maxMinutes()));
      return;
    }
    Instant now = clock.instant();
    backtests.complete(
        backtest,
        new MeasuredCadences(
            now,
            backtest.plan(),
            result,
            steps.size(),
            outlooks.secondsOfOne(solutions.get(backtest.solutionArn()))),
        now);
    log.info(
        "Tested {} on {} days with {} users and {} trainings: {} is enough",
        backtest.solutionArn(),
        result.days(),
        result.users(),
        steps.size(),
        result.advised());
  }

  private void fail(CadenceBacktest backtest, String reason) {
    backtests.move(backtest, Status.UNDER_WAY, Status.CREATE_FAILED, reason, clock.instant());
    log.warn("The backtest of {} failed: {}", backtest.solutionArn(), reason);
  }

  @Override
  public void giveUp(Arn solution, Throwable error) {
    monitor.ended(solution);
    backtests
        .find(solution)
        .ifPresent(backtest -> fail(
            backtest,
            "The service failed several times: %s. Its log says more; then try again."
                .formatted(error.getMessage())));
  }
}
