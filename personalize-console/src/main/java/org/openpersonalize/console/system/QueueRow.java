// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.store.node.Queue;

/** What waits for the workers of a role. */
record QueueRow(Queue queue, Instant now) {
  /** Of the sentence in the bundles that says what these jobs are. */
  public String key() {
    return "system.queue." + queue.role();
  }

  public long running() {
    return queue.running();
  }

  public long waiting() {
    return queue.waiting();
  }

  public long later() {
    return queue.later();
  }

  /** Since when the first one waits; null if none does. */
  public @Nullable Past oldest() {
    return queue.oldest() == null ? null : Past.of(queue.oldest(), now);
  }
}
