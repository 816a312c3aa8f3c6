// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.openpersonalize.store.copy.CopyWriter;

/**
 * Where in an import rows may be that agree in every column, found while the rows are written, in memory that does not grow.
 *
 * <p>A {@link BloomFilter} knows again whatever it has seen, so that rows of users and times that are not named here agree with no
 * other; those that are named have to be compared. If they are too many, nothing is named, and all rows have to be looked through.
 */
final class Repeats {
  private static final int BLOCKS = 1 << 19; // 32 MiB
  private static final int MOST = 10_000;

  /** So many rows are looked up at once, so that the processor waits once for memory and not for each of them. */
  private static final int BATCH = 64;

  private final BloomFilter seen = new BloomFilter(BLOCKS);
  private final long[] hashes = new long[BATCH];
  private final Moment[] batch = new Moment[BATCH];
  private final Set<Moment> moments = new LinkedHashSet<>();
  private int pending;
  private boolean tooMany;

  /** A user at a time. */
  record Moment(String userId, long epochMillis) {}

  /** Notes the row of which a writer has written so much that others that agree in it are worth a comparison. */
  void note(CopyWriter row, String userId, long epochMillis) {
    hashes[pending] = row.written(BloomFilter::hash);
    batch[pending++] = new Moment(userId, epochMillis);
    if (pending == BATCH) {
      lookUp();
    }
  }

  private void lookUp() {
    for (int i = 0; i < pending; i++) {
      if (seen.add(hashes[i]) && !tooMany) {
        moments.add(batch[i]);
        tooMany = moments.size() > MOST;
      }
    }
    pending = 0;
    if (tooMany) {
      moments.clear();
    }
  }

  /** Has all rows looked up. To be called behind the last one. */
  void end() {
    lookUp();
  }

  /** Is there no row that might be there twice? */
  boolean isEmpty() {
    return moments.isEmpty() && !tooMany;
  }

  /** Are they too many to be named? */
  boolean isTooMany() {
    return tooMany;
  }

  /** Each one of them once; nothing if they are too many. */
  Set<Moment> moments() {
    return Collections.unmodifiableSet(moments);
  }
}
