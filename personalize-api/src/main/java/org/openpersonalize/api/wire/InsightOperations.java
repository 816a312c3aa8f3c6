// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.ingest.importjob.ImportDryRunService;
import org.openpersonalize.ingest.importjob.ImportDryRunService.DryRunDatasetImport;
import org.openpersonalize.ingest.insight.InsightService;
import org.openpersonalize.ingest.insight.InsightService.GetInsights;
import org.openpersonalize.serving.blindspot.BlindSpotService;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpots;
import org.openpersonalize.training.cadence.CadenceBacktestService;
import org.openpersonalize.training.cadence.CadenceBacktestService.DescribeCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.ForecastCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.StartCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.StopCadenceBacktest;
import org.springframework.stereotype.Component;

/** What data is worth, before it is imported and after, what of it is never shown, and how often to learn from it. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class InsightOperations implements OperationTable {
  private final ImportDryRunService dryRuns;
  private final InsightService insights;
  private final BlindSpotService blindSpots;
  private final CadenceBacktestService backtests;

  InsightOperations(
      ImportDryRunService dryRuns,
      InsightService insights,
      BlindSpotService blindSpots,
      CadenceBacktestService backtests) {
    this.dryRuns = dryRuns;
    this.insights = insights;
    this.blindSpots = blindSpots;
    this.backtests = backtests;
  }

  @Override
  public void addTo(Operations table) {
    table.add(DryRunDatasetImport.class, dryRuns::dryRun);
    table.add(GetInsights.class, insights::get);
    table.add(GetBlindSpots.class, blindSpots::get);

    table.add(ForecastCadenceBacktest.class, backtests::forecast);
    table.add(StartCadenceBacktest.class, backtests::start);
    table.add(DescribeCadenceBacktest.class, backtests::describe);
    table.add(StopCadenceBacktest.class, backtests::stop);
  }
}
