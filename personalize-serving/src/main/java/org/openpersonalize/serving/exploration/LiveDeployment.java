// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.recommendation.EventLearning;
import org.openpersonalize.core.recommendation.EventLearning.Occurrence;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.serving.exploration.NewItemScan.Births;
import org.openpersonalize.serving.exploration.NewItemScan.Found;
import org.openpersonalize.serving.exploration.NewItemScan.Piece;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.store.interaction.EventTable.Happening;
import org.openpersonalize.store.interaction.ExposureTable.Exposure;

/**
 * A deployment that goes on with the items of its dataset group. A request that finds something new has it taken in, which
 * takes some milliseconds at most for puts; all others only compare references. What a model learns of events is no request's
 * work: {@link #refresh} is called for it.
 */
final class LiveDeployment {
  /** A millisecond's work each, and less. */
  private static final int MOST_PIECES_AT_ONCE = 8;

  /** How much earlier than the training's newest interaction events are heard of: clients' clocks may be ahead, and trainings long. */
  private static final Duration OVERLAP = Duration.ofDays(1);

  private final Deployment trained;
  private final ExplorationConfig config;
  private final NewItemScan scan;
  private final @Nullable EventLearning learning; // null if it learns nothing of events
  private final Executor later;
  private final Clock clock;
  private final AtomicBoolean isTakingIn = new AtomicBoolean();
  private final Map<String, Exposure> exposures = new ConcurrentHashMap<>();
  private final Set<String> itemsOfEvents = new LinkedHashSet<>(); // that the model does not know
  private volatile List<String> heard = List.of(); // the same, to be taken in
  private volatile State state;

  /**
   * @param deployment is not held itself, so that it can be a weak key
   * @param later carries out what takes longer than a request may
   * @param clock tells how old items are, where they are explored by the time of the request
   */
  LiveDeployment(Deployment deployment, ExplorationConfig config, Executor later, Clock clock) {
    RecommendationModel model = deployment.model();
    this.trained = deployment.with(model);
    this.later = later;
    this.clock = clock;
    this.config = config;
    this.learning = model.eventLearning().orElse(null);
    this.scan = new NewItemScan(model, config);
    this.state = state(Found.NOTHING, List.of());
  }

  /**
   * What was taken in.
   *
   * @param itemsOfEvents that the model does not know
   * @param until when all candidates are still young
   */
  private record State(Found found, List<String> itemsOfEvents, Live live, Instant until) {}

  Deployment trained() {
    return trained;
  }

  boolean explores() {
    return !config.isNone();
  }

  /** @param table the items' records at this moment; null if there are none */
  Live now(@Nullable RecordColumns table) {
    State known = state;
    return isOf(table, known) ? known.live() : takeIn(table);
  }

  private boolean isOf(@Nullable RecordColumns table, State known) {
    return known.found().table() == table
        && known.itemsOfEvents() == heard
        && !clock.instant().isAfter(known.until());
  }

  /** As {@link #now}, with all that is new looked through, for who can wait. */
  Live caughtUp(@Nullable RecordColumns table) {
    takeInNow(table);
    return state.live();
  }

  /** Much that is new is looked through meanwhile, so that nobody waits. */
  private Live takeIn(@Nullable RecordColumns table) {
    if (scan.newPieces(table, state.found()) <= MOST_PIECES_AT_ONCE) {
      takeInNow(table);
    } else if (isTakingIn.compareAndSet(false, true)) {
      later.execute(() -> {
        try {
          takeInNow(table);
        } finally {
          isTakingIn.set(false);
        }
      });
    }
    return state.live();
  }

  private synchronized void takeInNow(@Nullable RecordColumns table) {
    if (!isOf(table, state)) {
      state = state(scan.scan(table, state.found()), heard);
    }
  }

  /** Takes note of events with items; of those that came before {@link #heardSince} nothing is learned. */
  void happened(Collection<Happening> happenings) {
    if (learning != null) {
      Instant since = heardSince();
      happenings.stream().filter(each -> each.receivedAt().isAfter(since)).forEach(this::learn);
    }
    heard(happenings.stream().map(each -> Objects.requireNonNull(each.itemId())).toList());
  }

  /** From when on events may be other than those it was trained with. Of one that is, nothing is learned once more. */
  Instant heardSince() {
    Instant newest = trained.model().newestInteraction();
    Instant done = trained.model().manifest().origin().creationDateTime();
    return (newest.isBefore(done) ? newest : done).minus(OVERLAP);
  }

  /** Does its model learn of events? */
  boolean learns() {
    return learning != null;
  }

  /** Takes note of an event for the next {@link #refresh}, if its model learns of them. */
  void learn(Happening event) {
    String item = event.itemId();
    if (learning != null && item != null) {
      learning.happened(new Occurrence(
          event.visitor().visitor(),
          item,
          event.eventType(),
          event.eventValue(),
          event.sentAt(),
          event.receivedAt()));
    }
  }

  /** Answers by what the model has learned until now: some 10 ms if that is much. */
  void refresh(Instant now) {
    if (learning != null && learning.refresh(now)) {
      synchronized (this) {
        Live live = state.live();
        state = new State(
            state.found(),
            state.itemsOfEvents(),
            live.with(learning.on(live.deployment().model())),
            state.until());
      }
    }
  }

  /** Takes note of items that events are about. */
  synchronized void heard(Collection<String> items) {
    boolean isNew = false;
    for (String item : items) {
      if (itemsOfEvents.size() < NewItemCollector.MOST_NEW_ITEMS
          && trained.model().items().find(item).isEmpty()) {
        isNew |= itemsOfEvents.add(item);
      }
    }
    if (isNew) {
      heard = List.copyOf(itemsOfEvents);
    }
  }

  /** Takes note of how often items were shown and taken. */
  synchronized void exposed(List<Exposure> changes) {
    boolean isNew = false;
    for (Exposure each : changes) {
      isNew |= !each.equals(exposures.put(each.itemId(), each));
    }
    if (isNew) {
      Live live = state.live();
      Candidates candidates =
          Candidates.of(live.candidates().items(), live.candidates().ids(), exposures);
      state = new State(state.found(), state.itemsOfEvents(), live.with(candidates), state.until());
    }
  }

  /** The ids of the items among which is explored. */
  List<String> candidates() {
    return state.live().candidates().ids();
  }

  private State state(Found found, List<String> ofEvents) {
    Instant youngSince =
        config.youngSince(trained.model().newestInteraction(), found.newestItem(), clock.instant());
    Instant until = Instant.MAX;
    NewItemCollector collector = new NewItemCollector(trained.model());
    for (Piece piece : found.pieces()) {
      Births births = piece.littleKnownBirths();
      for (int n = 0; n < piece.littleKnown().length; n++) {
        if (births.isSince(n, youngSince)) {
          collector.addKnown(piece.littleKnown()[n]);
          until = earlier(until, births.youngUntil(n, config));
        }
      }
    }
    RecordColumns table = found.table();
    if (table != null) {
      for (Piece piece : found.pieces()) {
        Births births = piece.births();
        for (int n = 0; n < piece.unknown().length; n++) {
          boolean isYoung = births.isSince(n, youngSince);
          collector.add(table.id(piece.unknown()[n]), isYoung, piece.vectors(), n);
          until = isYoung ? earlier(until, births.youngUntil(n, config)) : until;
        }
      }
    }
    ofEvents.stream()
        .filter(id -> table == null || table.find(id).isEmpty())
        .forEach(collector::add);
    RecommendationModel model = collector.model();
    Live live = new Live(
        trained.with(learning == null ? model : learning.on(model)),
        config,
        explores() ? collector.candidates(model, exposures) : Candidates.NONE,
        youngSince,
        table);
    return new State(found, ofEvents, live, explores() ? until : Instant.MAX);
  }

  private static Instant earlier(Instant one, Instant other) {
    return other.isBefore(one) ? other : one;
  }
}
