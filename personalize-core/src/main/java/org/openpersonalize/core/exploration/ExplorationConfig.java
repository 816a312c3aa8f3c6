// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.exploration;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * How much is explored, as a campaign says it in its {@code itemExplorationConfig}, or as the knobs of a recipe do.
 *
 * @param share with which a place of an answer is kept for an item that is explored, from 0 to 1
 * @param itemAgeCutOff how long before the reference an item may have been created to be explored
 * @param reference from when the age of items is counted back
 * @param mostUsers an item that more users took is known well enough and not explored
 */
public record ExplorationConfig(
    double share, Duration itemAgeCutOff, Reference reference, int mostUsers) {
  /** Nothing is explored. */
  public static final ExplorationConfig NONE = new ExplorationConfig(0, Duration.ZERO);

  /** What recipes explore that have no such configuration: one place in a thousand. */
  public static final ExplorationConfig BUILT_IN =
      new ExplorationConfig(0.001, Duration.ofDays(30));

  private static final int MOST_USERS = 49;

  private static final String WEIGHT = "explorationWeight";
  private static final String CUT_OFF = "explorationItemAgeCutOff";
  private static final String DEFAULT_WEIGHT = "0.3";
  private static final String DEFAULT_CUT_OFF = "30.0";
  private static final BigDecimal MOST_DAYS = BigDecimal.valueOf(100_000);

  /** From when the age of items is counted back. */
  public enum Reference {
    /** The newest interaction that the model was trained with. */
    NEWEST_INTERACTION,
    /** The creation of the newest item; the newest interaction if nobody says when an item was created. */
    NEWEST_ITEM,
    /** The request. */
    NOW
  }

  /** One that explores what few users took by the newest interaction of the training. */
  public ExplorationConfig(double share, Duration itemAgeCutOff) {
    this(share, itemAgeCutOff, Reference.NEWEST_INTERACTION, MOST_USERS);
  }

  /**
   * What the knobs of a recipe for cold items ask for. They do not say how many places are kept: it is as many as by the default
   * weight of a campaign, 9 in 100.
   */
  public static ExplorationConfig ofColdItems(Hyperparameters knobs) {
    boolean isCounted = knobs.value(Knobs.COLD_START_RELATIVE_FROM).equalsIgnoreCase("currentTime");
    return new ExplorationConfig(
        of(Map.of()).share(),
        days(knobs.real(Knobs.COLD_START_MAX_DURATION)),
        isCounted ? Reference.NOW : Reference.NEWEST_ITEM,
        (int) knobs.real(Knobs.COLD_START_MAX_INTERACTIONS));
  }

  private static Duration days(double days) {
    return Duration.ofMillis(Math.round(days * Duration.ofDays(1).toMillis()));
  }

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
    return new ExplorationConfig(share, days(days.doubleValue()));
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

  /**
   * When an item must have been created, or later, to be explored.
   *
   * @param newestInteraction that the model was trained with
   * @param newestItem when it was created; empty if nobody says that of any
   * @param now when a request asks
   */
  public Instant youngSince(Instant newestInteraction, Optional<Instant> newestItem, Instant now) {
    Instant from = switch (reference) {
      case NEWEST_INTERACTION -> newestInteraction;
      case NEWEST_ITEM -> newestItem.orElse(newestInteraction);
      case NOW -> now;
    };
    return from.minus(itemAgeCutOff);
  }

  /** Until when an item is explored; the end of time if what is young does not change by waiting. */
  public Instant youngUntil(Instant created) {
    return reference == Reference.NOW ? created.plus(itemAgeCutOff) : Instant.MAX;
  }

  /** Is so little known of an item that so many users took that it may be explored? */
  public boolean isLittleKnown(int users) {
    return users <= mostUsers;
  }
}
