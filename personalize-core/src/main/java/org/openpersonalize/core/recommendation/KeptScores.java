// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.ScoreArray;

/**
 * Room for what models say of all items to visitors who ask again though they did nothing since: a page with several lists, a page that
 * is read once more. The scores that have been kept longest make room for others. Safe for any number of threads.
 */
public final class KeptScores {
  /** Keeps nothing. */
  public static final KeptScores NONE = new KeptScores(0);

  private static final long BYTES = 120; // of the objects around the scores

  private final long room; // bytes
  private final Set<Kept> longestFirst = new LinkedHashSet<>();
  private final LongAdder found = new LongAdder();
  private final LongAdder computed = new LongAdder();
  private long taken;

  /** @param room how many bytes the scores of all visitors may take */
  public KeptScores(long room) {
    this.room = room;
  }

  /** The scores of one visitor, or what is left of them. */
  static final class Kept {
    private final long bytes;
    private volatile @Nullable ScoreArray scores;

    private Kept(ScoreArray scores) {
      this.scores = scores;
      this.bytes = BYTES + (long) Float.BYTES * scores.itemCount();
    }

    /** Null once others needed the room. */
    @Nullable ScoreArray scores() {
      return scores;
    }
  }

  /** Keeps them until there is no more room for them; null if there never is. */
  @Nullable Kept keep(ScoreArray scores) {
    Kept kept = new Kept(scores);
    if (kept.bytes > room) {
      return null;
    }
    synchronized (this) {
      taken += kept.bytes;
      longestFirst.add(kept);
      Iterator<Kept> oldest = longestFirst.iterator();
      while (taken > room) {
        drop(oldest.next());
        oldest.remove();
      }
    }
    return kept;
  }

  private void drop(Kept kept) {
    kept.scores = null;
    taken -= kept.bytes;
  }

  /** Has others have the room of scores that nobody will ask for. */
  synchronized void release(Kept kept) {
    if (longestFirst.remove(kept)) {
      drop(kept);
    }
  }

  void countFound() {
    found.increment();
  }

  void countComputed() {
    computed.increment();
  }

  /** Bytes that are taken. */
  public synchronized long sizeInBytes() {
    return taken;
  }

  /** How many questions were answered by scores that were kept. */
  public long found() {
    return found.sum();
  }

  /** How many were answered by scores that could have been kept, and were computed. */
  public long computed() {
    return computed.sum();
  }
}
