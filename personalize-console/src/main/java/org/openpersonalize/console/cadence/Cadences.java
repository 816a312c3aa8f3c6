// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.cadence;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupSolutions;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.store.model.TrainingProgressTable.UnderWay;
import org.openpersonalize.training.cadence.CadenceBacktestService;
import org.openpersonalize.training.cadence.CadenceBacktestService.DescribeCadenceBacktest;
import org.springframework.stereotype.Component;

/** Finds what is known of how often a solution is to be trained. */
@Component
public class Cadences {
  private final GroupSolutions solutions;
  private final CadenceBacktestService backtests;
  private final TrainingProgressTable progress;
  private final Clock clock;

  Cadences(
      GroupSolutions solutions,
      CadenceBacktestService backtests,
      TrainingProgressTable progress,
      Clock clock) {
    this.solutions = solutions;
    this.backtests = backtests;
    this.progress = progress;
    this.clock = clock;
  }

  /** The solution of this name, or the page that says that the group has none. */
  Arn solution(Group group, String name) {
    return solutions.named(group, name).arn();
  }

  /** The newest test of a solution; null if there was none. */
  public @Nullable CadenceView of(Group group, String name) {
    Arn solution = solution(group, name);
    try {
      return new CadenceView(
          backtests.describe(new DescribeCadenceBacktest(solution)),
          progress.find(solution).map(UnderWay::stand).orElse(null),
          clock.instant());
    } catch (PersonalizeException e) {
      if (e.code() != ErrorCode.RESOURCE_NOT_FOUND) {
        throw e;
      }
      return null;
    }
  }
}
