// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.PastEvent;

/**
 * A user's newest events by ids, and what the model that was asked last makes of them in its own numbers: who asks often, or is
 * asked about often, is put in order, looked up and weighed once. Safe for any number of threads.
 */
public final class UserHistory {
  /** Nothing is known. */
  public static final UserHistory EMPTY = new UserHistory(List.of());

  private static final long READING_BYTES = 330;
  private static final long EVENT_BYTES = 4 + 4 + 4 + 8 + 4 + 4;

  private final List<PastEvent> events;
  private final KeptScores scores;
  private volatile @Nullable Numbered last;

  /** @param events newest first; those of one moment in the reverse of the order in which they came */
  public UserHistory(List<PastEvent> events) {
    this(events, KeptScores.NONE);
  }

  /**
   * As {@link #UserHistory(List)}, of a visitor who may ask more than once.
   *
   * @param scores where models' scores by it are kept
   */
  public UserHistory(List<PastEvent> events, KeptScores scores) {
    this.events = events;
    this.scores = scores;
  }

  /** Bytes of what a model makes of so many events: a reference to each, its item twice, its type, its time and its confidence. */
  public static long bytes(int events) {
    return READING_BYTES + EVENT_BYTES * events;
  }

  private record Numbered(Object numbering, Reading reading) {}

  /** The events, newest first. */
  public List<PastEvent> events() {
    return events;
  }

  /**
   * What a model makes of them.
   *
   * @param numbering of the model; what is read is kept for the next question with the same one
   * @param now in epoch milliseconds; what is dated later is read anew each time, since the profile changes with the clock
   */
  Reading numbered(Object numbering, long now, Supplier<NumberedHistory> reader) {
    Numbered known = last;
    if (known != null
        && known.numbering() == numbering
        && known.reading().history().isOver(now)) {
      return known.reading();
    }
    NumberedHistory read = reader.get();
    if (!read.isOver(now)) {
      return new Reading(read, KeptScores.NONE);
    }
    Reading reading = new Reading(read, scores);
    last = new Numbered(numbering, reading);
    if (known != null) {
      known.reading().forget();
    }
    return reading;
  }

  /** Lets go of what was kept of it; there is another history of the visitor now. */
  public void forget() {
    Numbered known = last;
    if (known != null) {
      known.reading().forget();
    }
  }
}
