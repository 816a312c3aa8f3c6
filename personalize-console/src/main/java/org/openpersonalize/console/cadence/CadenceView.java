// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.cadence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
import org.openpersonalize.training.cadence.CadenceBacktestService.CadenceFinding;
import org.openpersonalize.training.cadence.CadenceBacktestService.CadenceFindings;
import org.openpersonalize.training.cadence.CadenceBacktestService.DescribeCadenceBacktestResponse;

/**
 * The newest test of a solution on its page.
 *
 * @param stand how far it is; null unless it is under way
 */
public record CadenceView(
    DescribeCadenceBacktestResponse backtest, @Nullable Stand stand, Instant now) {
  /** A cadence as its row shows it. */
  public record Row(CadenceFinding finding, boolean isAdvised) {
    public String key() {
      return "cadence." + finding.cadence();
    }

    public String ndcg() {
      return Figures.metric(finding.ndcg());
    }

    /** Null where there is nothing to compare with. */
    public @Nullable String gain() {
      return finding.gain() == null ? null : difference(finding.gain().mean());
    }

    public @Nullable String low() {
      return finding.gain() == null ? null : difference(finding.gain().low());
    }

    public @Nullable String high() {
      return finding.gain() == null ? null : difference(finding.gain().high());
    }

    /** How good it is that the gain is what it is. */
    public String tone() {
      if (finding.verdict() == null) {
        return "idle";
      }
      return switch (finding.verdict()) {
        case BETTER -> "ok";
        case WORSE -> "bad";
        case UNDECIDED, TOO_FEW_USERS -> "idle";
      };
    }

    /** Gains of trainings are smaller than differences between versions. */
    private static String difference(double value) {
      return String.format(Locale.ROOT, "%+.4f", value);
    }

    public String trainings() {
      return perWeek(finding.trainingsPerWeek());
    }

    public String minutes() {
      return perWeek(finding.minutesPerWeek());
    }

    private static String perWeek(double value) {
      return String.format(Locale.ROOT, value % 1 == 0 || value >= 10 ? "%.0f" : "%.2f", value);
    }
  }

  public boolean isUnderWay() {
    return Status.UNDER_WAY.contains(backtest.status());
  }

  public boolean isFailed() {
    return backtest.status() == Status.CREATE_FAILED;
  }

  public long percent() {
    return stand == null ? 0 : Math.round(100 * stand.fraction());
  }

  public @Nullable Age left() {
    return stand == null || stand.secondsLeft() == null
        ? null
        : Age.of(Duration.ofSeconds(Math.round(stand.secondsLeft())));
  }

  public @Nullable Past measured() {
    return backtest.result() == null ? null : Past.of(backtest.result().measuredAt(), now);
  }

  /** The cadences, the longest first: each stands below the one that it is compared with. */
  public List<Row> rows() {
    CadenceFindings found = backtest.result();
    if (found == null) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>(found.cadences().stream()
        .map(finding -> new Row(finding, finding.cadence() == found.advised()))
        .toList());
    Collections.reverse(rows);
    return rows;
  }
}
