// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.MatchingEvents;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.recommendation.KeptScores;
import org.openpersonalize.core.recommendation.UserHistory;
import org.openpersonalize.store.interaction.Interaction;

/**
 * What one visitor did lately, whatever of it counts for whom: the newest {@value #OF_EACH_TYPE} events of each type;
 * immutable, but for what is kept for the model that was asked last.
 */
public final class RecentEvents {
  /** As many as a model looks at in all, so that a rule about types finds its newest among them. */
  static final int OF_EACH_TYPE = ConfidenceRule.DEFAULT_HISTORY_LENGTH;

  /** Of an entry without events: the objects around them, and its place in the cache with its key. */
  private static final long BYTES = 320;

  /** Of an event, its id's letters not counted: the record, a string, the array in it with what fills it up, two references. */
  private static final long EVENT_BYTES = 32 + 24 + 20 + 8;

  /** Nothing is known. */
  public static final RecentEvents NONE = new RecentEvents(List.of(), KeptScores.NONE);

  private final List<PastEvent> newestFirst;
  private final KeptScores scores;
  private volatile @Nullable Counting counting; // by the rule of the model that was asked last

  private record Counting(ConfidenceRule rule, UserHistory history) {}

  private RecentEvents(List<PastEvent> newestFirst, KeptScores scores) {
    this.newestFirst = newestFirst;
    this.scores = scores;
  }

  static RecentEvents of(List<Interaction> newestFirst) {
    return of(newestFirst, KeptScores.NONE);
  }

  /** @param scores where models' scores by these events are kept */
  static RecentEvents of(List<Interaction> newestFirst, KeptScores scores) {
    Map<String, String> types = new HashMap<>(); // one text for all events of a type
    return new RecentEvents(
        newestFirst.stream()
            .map(each -> new PastEvent(
                each.itemId(),
                shared(types, each.eventType()),
                (float) each.eventValue(),
                each.timestamp().toEpochMilli()))
            .toList(),
        scores);
  }

  private static @Nullable String shared(Map<String, String> types, @Nullable String type) {
    return type == null ? null : types.computeIfAbsent(type, first -> first);
  }

  int size() {
    return newestFirst.size();
  }

  /**
   * Bytes held in memory when a model has been asked about the visitor: with what it makes of the events, since that comes to be
   * after the entry was weighed.
   */
  long sizeInBytes() {
    long ids = 0;
    for (PastEvent event : newestFirst) {
      ids += event.itemId().length();
    }
    return BYTES + EVENT_BYTES * size() + ids + UserHistory.bytes(size());
  }

  /** The {@linkplain #newest newest events that count} by a rule, for the models that count by it. */
  public UserHistory history(ConfidenceRule rule) {
    Counting known = counting;
    if (known == null || !known.rule().equals(rule)) {
      known = new Counting(rule, new UserHistory(newest(rule), scores));
      counting = known;
    }
    return known.history();
  }

  /** Lets go of what models that were asked about the visitor made of the events. */
  void forget() {
    Counting known = counting;
    if (known != null) {
      known.history().forget();
    }
  }

  /**
   * The newest events that count by a rule, as many as it looks at, newest first.
   *
   * <p>They are the newest of all that the visitor ever did, but for two cases: a rule with a threshold finds nothing beyond
   * the newest {@value #OF_EACH_TYPE} events of a type, where those have smaller values; and where a visitor did thousands of
   * other things since, events of a rare type may be too far back to be read at all (see {@link
   * org.openpersonalize.store.interaction.InteractionTable#recent}). A rule that looks at more than {@value #OF_EACH_TYPE}
   * gets no more of a type than that.
   */
  public List<PastEvent> newest(ConfidenceRule rule) {
    return rule.eventWeights().isEmpty()
        ? newestFirst.subList(0, Math.min(rule.historyLength(), size()))
        : newestFirst.stream()
            .filter(each -> rule.weight(typeOf(each), each.eventValue()) > 0)
            .limit(rule.historyLength())
            .toList();
  }

  /** The newest events of each type, so many of each and in any order; one without a type has an empty one. */
  public List<MatchingEvents.Event> newestOfEachType(int most) {
    Map<String, Integer> taken = new HashMap<>();
    return newestFirst.stream()
        .filter(each -> taken.merge(typeOf(each).toLowerCase(Locale.ROOT), 1, Integer::sum) <= most)
        .map(each -> new MatchingEvents.Event(each.itemId(), typeOf(each)))
        .toList();
  }

  /** The items of the newest events of a type, in any case, so many events at most. */
  public List<String> newestItems(String eventType, int most) {
    return newestFirst.stream()
        .filter(each -> eventType.equalsIgnoreCase(each.eventType()))
        .limit(most)
        .map(PastEvent::itemId)
        .toList();
  }

  private static String typeOf(PastEvent event) {
    return Objects.requireNonNullElse(event.eventType(), "");
  }
}
