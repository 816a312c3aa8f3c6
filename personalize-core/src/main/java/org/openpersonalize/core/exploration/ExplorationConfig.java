// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.exploration;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * How much is explored, as a campaign says it in its {@code itemExplorationConfig}.
 *
 * @param share with which a place of an answer is kept for an item that is explored, from 0 to 1
 * @param itemAgeCutOff how long before the newest interaction an item may have been created to be explored
 */
public record ExplorationConfig(double share, Duration itemAgeCutOff) {
  /** Nothing is explored. */
  public static final ExplorationConfig NONE = new ExplorationConfig(0, Duration.ZERO);

  /** What recipes explore that have no such configuration: one place in a thousand. */
  public static final ExplorationConfig BUILT_IN =
      new ExplorationConfig(0.001, Duration.ofDays(30));

  private static final String WEIGHT = "explorationWeight";
  private static final String CUT_OFF = "explorationItemAgeCutOff";
  private static final String DEFAULT_WEIGHT = "0.3";
  private static final String DEFAULT_CUT_OFF = "30.0";
  private static final BigDecimal MOST_DAYS = BigDecimal.valueOf(100_000);

  /**
   * Reads one. Members that are not there have their defaults, a weight of 0.3 and 30 days. The share is the square of the
   * weight, so that the default keeps 9 places in 100.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what is wrong
   */
  public static ExplorationConfig of(Map<String, String> config) {
    Set<String> unknown = new TreeSet<>(config.keySet());
    unknown.removeAll(Set.of(WEIGHT, CUT_OFF));
    if (!unknown.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because("itemExplorationConfig has %s and %s, but not %s."
          .formatted(WEIGHT, CUT_OFF, String.join(", ", unknown)));
    }
    BigDecimal weight = number(config, WEIGHT, DEFAULT_WEIGHT);
    require(
        weight.signum() >= 0 && weight.compareTo(BigDecimal.ONE) <= 0,
        "%s must be from 0 to 1, but is %s.".formatted(WEIGHT, weight));
    BigDecimal days = number(config, CUT_OFF, DEFAULT_CUT_OFF);
    require(
        days.compareTo(BigDecimal.ONE) >= 0 && days.compareTo(MOST_DAYS) <= 0,
        "%s must be from 1 to %s days, but is %s.".formatted(CUT_OFF, MOST_DAYS, days));
    double share = weight.doubleValue() * weight.doubleValue();
    return new ExplorationConfig(
        share,
        Duration.ofMillis(Math.round(days.doubleValue() * Duration.ofDays(1).toMillis())));
  }

  private static BigDecimal number(Map<String, String> config, String name, String byDefault) {
    String text = config.getOrDefault(name, byDefault);
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s must be a number, but is '%s'.".formatted(name, text));
    }
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw ErrorCode.INVALID_INPUT.because(sentence);
    }
  }

  /** Is nothing explored? */
  public boolean isNone() {
    return share == 0;
  }

  /** When an item must have been created, or later, to be explored. */
  public Instant youngSince(Instant newestInteraction) {
    return newestInteraction.minus(itemAgeCutOff);
  }
}
