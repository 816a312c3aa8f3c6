// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/**
 * What trends are by.
 *
 * @param interval how long the two intervals are that are compared
 * @param priorUsers of {@link IntervalGrowth}: with 4, of an item that nobody took before 3 users are heard of, and 2 are not
 */
public record TrendsParameters(Duration interval, double priorUsers) implements ModelParameters {
  /** As the API's default is, two hours. */
  public static final TrendsParameters DEFAULT = new TrendsParameters(Duration.ofHours(2), 4);

  static final String INTERVAL = "interval";

  private static final Map<String, Duration> INTERVALS = new LinkedHashMap<>();

  static {
    INTERVALS.put("30 minutes", Duration.ofMinutes(30));
    INTERVALS.put("1 hour", Duration.ofHours(1));
    INTERVALS.put("2 hours", Duration.ofHours(2));
    INTERVALS.put("3 hours", Duration.ofHours(3));
    INTERVALS.put("1 day", Duration.ofDays(1));
  }

  private static final Settings<TrendsParameters> SETTINGS = new Settings<TrendsParameters>(
          TrendsFamily.NAME)
      .oneOf(
          INTERVAL,
          List.copyOf(INTERVALS.keySet()),
          TrendsParameters::words,
          (each, words) -> new TrendsParameters(duration(words), each.priorUsers))
      .real(
          "prior_users",
          0,
          1_000,
          TrendsParameters::priorUsers,
          (each, users) -> new TrendsParameters(each.interval, users));

  /** The interval that words in any case stand for. */
  private static Duration duration(String words) {
    return INTERVALS.entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(words))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private String words() {
    return INTERVALS.entrySet().stream()
        .filter(each -> each.getValue().equals(interval))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  IntervalGrowth growth() {
    return new IntervalGrowth(priorUsers);
  }

  /** The number of the pane of time in which a moment lies, of which an interval has {@link VisitTable#PANES}. */
  int pane(long epochMillis) {
    long pane = Math.floorDiv(epochMillis, interval.toMillis() / VisitTable.PANES);
    return (int) Math.max(-VisitTable.MOST_PANE, Math.min(VisitTable.MOST_PANE, pane));
  }

  @Override
  public TrendsFamily family() {
    return TrendsFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public TrendsParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public boolean isPersonal() {
    return false;
  }

  @Override
  public TrendsTrainer trainer() {
    return new TrendsTrainer(this);
  }
}
