// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.cadence.CadenceBacktest;
import org.openpersonalize.store.cadence.CadenceBacktestTable;
import org.openpersonalize.store.cadence.CadenceBacktestTable.Step;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.springframework.stereotype.Component;

/** Watches the tests of this process, and ends those that somebody stops, on whatever node. */
@Component
class BacktestMonitor implements ChangeFeed.ChangeListener {
  private final CadenceBacktestTable backtests;
  private final TrainingProgressTable progress;
  private final Clock clock;
  private final Map<Arn, BacktestWatch> watches = new ConcurrentHashMap<>();

  BacktestMonitor(
      CadenceBacktestTable backtests,
      TrainingProgressTable progress,
      ChangeFeed changes,
      Clock clock) {
    this.backtests = backtests;
    this.progress = progress;
    this.clock = clock;
    changes.subscribe(this);
  }

  /**
   * Watches one step until it {@linkplain #forget ends}; the thread that asks for it is the one that trains.
   *
   * @param done the steps before
   */
  BacktestWatch watch(CadenceBacktest backtest, List<Step> done) {
    BacktestWatch watch = new BacktestWatch(
        backtest.solutionArn(),
        new BacktestWatch.Step(
            done.size(),
            backtest.plan().trainings().size(),
            done.stream().mapToDouble(Step::seconds).sum(),
            Duration.ofMinutes(backtest.maxMinutes())),
        () -> isWanted(backtest),
        progress,
        clock);
    watches.put(backtest.solutionArn(), watch);
    watch.changed(); // it may have been stopped before anybody listened
    return watch;
  }

  private boolean isWanted(CadenceBacktest backtest) {
    return backtests
        .find(backtest.solutionArn())
        .filter(now -> now.id().equals(backtest.id()) && now.isUnderWay())
        .isPresent();
  }

  void forget(Arn solution) {
    watches.remove(solution);
  }

  /** A test has ended, whichever run it was. */
  void ended(Arn solution) {
    progress.end(solution);
  }

  @Override
  public void changed(Arn resource) {
    BacktestWatch watch = watches.get(resource);
    if (watch != null) {
      watch.changed();
    }
  }

  @Override
  public void resync() {
    watches.values().forEach(BacktestWatch::changed);
  }
}
