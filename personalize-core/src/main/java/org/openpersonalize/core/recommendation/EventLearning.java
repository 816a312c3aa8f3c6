// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.OnlineLearner;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * What a model learns of events between trainings, those about items that came after it among them. Safe for any number of
 * threads: {@link #happened} and {@link #on} take microseconds, and {@link #refresh} carries out what takes longer.
 *
 * <p><b>What time it is</b> the dataset says. As long as there is no event but what was trained with, it stands still at the
 * newest interaction of the training, so that a file of long ago has its own present. From the first event on it runs: it is now where
 * events are dated when they arrive, and as much earlier as the newest of them were when they did, which is how a past that is
 * replayed has its own present too.
 */
public final class EventLearning {
  /** Items that the model does not know, of which is learned. */
  private static final int MOST_FURTHER_ITEMS = 50_000;

  /** With so many events whoever brings the next takes them in. */
  private static final int MOST_WAITING = 100_000;

  private final ConfidenceRule rule;
  private final IdIndex items;
  private final OnlineLearner learner;
  private final long trainedUntil;
  private final Map<String, Integer> further = new HashMap<>();
  private final List<String> furtherIds = new ArrayList<>();
  private List<Occurrence> waiting = new ArrayList<>();
  private @Nullable Long
      behind; // milliseconds that the dataset's time is behind; null while it stands still
  private volatile @Nullable Moment moment;

  EventLearning(RecommendationModel trained, OnlineLearner learner) {
    this.rule = trained.events();
    this.items = trained.items();
    this.learner = learner;
    this.trainedUntil = trained.newestInteraction().toEpochMilli();
  }

  /**
   * An event that somebody put.
   *
   * @param visitor a user's id, or the session's of an anonymous visitor
   * @param eventValue NaN where it has none
   * @param sentAt one that is later than the arrival is taken for that
   */
  public record Occurrence(
      String visitor,
      String itemId,
      String eventType,
      double eventValue,
      Instant sentAt,
      Instant receivedAt) {}

  /** @param furtherIds of the items behind those of the model */
  private record Moment(OnlineLearner.Learned learned, List<String> furtherIds) {}

  /** Takes note of an event, of which is learned with the next {@link #refresh}; one that it knows changes nothing. */
  public void happened(Occurrence event) {
    boolean isMuch;
    synchronized (this) {
      waiting.add(event);
      isMuch = waiting.size() >= MOST_WAITING;
    }
    if (isMuch) {
      takeIn();
    }
  }

  private void takeIn() {
    List<Occurrence> events;
    synchronized (this) {
      events = waiting;
      waiting = new ArrayList<>();
    }
    synchronized (learner) {
      events.forEach(this::learn);
    }
  }

  private void learn(Occurrence event) {
    long received = event.receivedAt().toEpochMilli();
    long sent = Math.min(received, event.sentAt().toEpochMilli());
    behind = behind == null ? received - sent : Math.min(behind, received - sent);
    if (rule.weight(event.eventType(), (float) event.eventValue()) > 0) {
      int item = number(event.itemId());
      if (item >= 0) {
        learner.learn(item, event.visitor(), sent);
      }
    }
  }

  private int number(String itemId) {
    OptionalInt known = items.find(itemId);
    if (known.isPresent()) {
      return known.getAsInt();
    }
    Integer number = further.get(itemId);
    if (number == null && furtherIds.size() < MOST_FURTHER_ITEMS) {
      number = items.size() + furtherIds.size();
      further.put(itemId, number);
      furtherIds.add(itemId);
    }
    return number == null ? -1 : number;
  }

  /**
   * Learns of what has happened, and counts anew: some 10 ms for much, and next to nothing where nothing has changed.
   *
   * @return whether {@link #on} now answers otherwise
   */
  public boolean refresh(Instant now) {
    takeIn();
    synchronized (learner) {
      long time = behind == null
          ? Math.min(trainedUntil, now.toEpochMilli())
          : Math.max(Math.min(trainedUntil, now.toEpochMilli()), now.toEpochMilli() - behind);
      Moment before = moment;
      OnlineLearner.Learned learned = learner.at(time);
      if (before != null
          && before.learned() == learned
          && before.furtherIds().size() == furtherIds.size()) {
        return false;
      }
      moment = new Moment(learned, List.copyOf(furtherIds));
      return true;
    }
  }

  /**
   * A model as it answers by what was learned when it was last refreshed.
   *
   * @param current the model with which this began, with items that came after it or without
   */
  public RecommendationModel on(RecommendationModel current) {
    Moment known = moment;
    if (known == null) {
      return current;
    }
    int own = items.size();
    int[] places = known.furtherIds().stream()
        .mapToInt(id -> current.items().find(id).orElse(-1))
        .toArray();
    return current.answering(known
        .learned()
        .among(current.items().size(), item -> item < own ? item : places[item - own]));
  }
}
