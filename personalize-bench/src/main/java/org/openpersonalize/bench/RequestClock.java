// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.Wish;

/** Asks one model, and notes how much processor time and memory each answer took of the thread that asks. */
final class RequestClock {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Wish WISH = Wish.best(25);

  private final String name;
  private final int place;
  private final Model model;
  private final Ranker ranker;
  private final long[] nanos;
  private long bytes;
  private long asked;

  /**
   * @param place among the models that are compared
   * @param requests how many are noted
   */
  RequestClock(String name, int place, Model model, Ranker ranker, int requests) {
    this.name = name;
    this.place = place;
    this.model = model;
    this.ranker = ranker;
    this.nanos = new long[requests];
  }

  String name() {
    return name;
  }

  int place() {
    return place;
  }

  /** @param request its number; it warms up and is not noted if that is below 0 */
  void ask(Query query, int request) {
    long bytesBefore = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long before = THREADS.getCurrentThreadCpuTime();
    int found = ranker.answer(model.scorer(query), query, WISH).size();
    long after = THREADS.getCurrentThreadCpuTime();
    if (found == 0) {
      throw new IllegalStateException("%s found nothing".formatted(name));
    }
    if (request >= 0) {
      nanos[request] = after - before;
      bytes += THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore;
      asked++;
    }
  }

  Durations durations() {
    return new Durations(nanos);
  }

  long bytesPerRequest() {
    return bytes / Math.max(1, asked);
  }
}
