// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a user's events become confidences in items: which events count, how much, how many of them, and how fast they
 * fade.
 *
 * <p>Training, evaluation and answers to requests all apply the one rule that stands in the model's manifest, through
 * {@link ProfileBuilder}, so they cannot drift apart.
 *
 * @param eventWeights the events that count, all of them alike if empty; where several apply to one event, the
 *     greatest weight does, signs aside
 * @param fading how events count less as they grow old; null if all count alike
 * @param historyLength n: only the newest n counting events of a user are looked at, ≥ 1
 */
public record ConfidenceRule(
    List<EventWeight> eventWeights, @Nullable Fading fading, int historyLength) {
  /** The history length of a model that was not told another. */
  public static final int DEFAULT_HISTORY_LENGTH = 500;

  public ConfidenceRule {
    eventWeights = List.copyOf(eventWeights);
  }

  /** Every event counts the same, whatever its age. */
  public static ConfidenceRule everyEvent() {
    return new ConfidenceRule(List.of(), null, DEFAULT_HISTORY_LENGTH);
  }

  /** Only these events count, by their weights. */
  public static ConfidenceRule of(List<EventWeight> eventWeights) {
    return new ConfidenceRule(eventWeights, null, DEFAULT_HISTORY_LENGTH);
  }

  /** Only events of this type and at least this value count, all alike; null leaves out a condition. */
  public static ConfidenceRule only(
      @Nullable String eventType, @Nullable Double eventValueThreshold) {
    return eventType == null && eventValueThreshold == null
        ? everyEvent()
        : of(List.of(new EventWeight(eventType, eventValueThreshold, 1)));
  }

  /** The same rule with events fading in another way. */
  public ConfidenceRule withFading(@Nullable Fading other) {
    return new ConfidenceRule(eventWeights, other, historyLength);
  }

  /** The same rule with another history length. */
  public ConfidenceRule withHistoryLength(int other) {
    return new ConfidenceRule(eventWeights, fading, other);
  }

  /**
   * What one event counts before it fades: 1 or −1 for the heaviest type, 0 if it does not count at all, less than 0 if
   * it speaks against its item.
   */
  public float weight(String eventType, float eventValue) {
    if (eventWeights.isEmpty()) {
      return 1;
    }
    double heaviest = 0;
    double applying = 0;
    for (EventWeight each : eventWeights) {
      heaviest = Math.max(heaviest, Math.abs(each.weight()));
      if (Math.abs(each.weight()) > Math.abs(applying) && each.appliesTo(eventType, eventValue)) {
        applying = each.weight();
      }
    }
    return applying == 0 ? 0 : (float) (applying / heaviest);
  }

  /** The interactions of {@code log} that count for their items. */
  public InteractionLog select(InteractionLog log) {
    return eventWeights.isEmpty() ? log : log.where((user, row) -> weight(log, row) > 0);
  }

  /** What one row of a log counts before it fades. */
  float weight(InteractionLog log, int row) {
    return eventWeights.isEmpty()
        ? 1
        : weight(log.eventTypes().get(log.eventType(row)), log.eventValue(row));
  }
}
