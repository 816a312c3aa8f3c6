// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.deletion;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.change.ChangeFeed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells that users were deleted, so that whoever holds something of users forgets it: at once, or within half a minute where the
 * notice got lost. Of imports and records {@link ChangeFeed} tells by the dataset.
 */
@Component
public final class DeletionFeed implements ChangeFeed.ChangeListener {
  private final JdbcClient jdbc;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private Optional<String> newest = Optional.empty();
  private boolean looked;

  DeletionFeed(JdbcClient jdbc, ChangeFeed changes) {
    this.jdbc = jdbc;
    changes.subscribe(this);
  }

  /** Names what to do then; called on the feed's own thread, so it should be quick. */
  public void subscribe(Runnable forget) {
    listeners.add(forget);
  }

  @Override
  public void changed(Arn resource) {
    if (resource.is(ResourceType.DATA_DELETION_JOB)) {
      resync();
    }
  }

  @Override
  public synchronized void resync() {
    Optional<String> now = jdbc.sql(
            "SELECT max(last_updated_date_time)::text FROM data_deletion_job WHERE status = :completed")
        .param("completed", Status.COMPLETED.wire())
        .query(String.class)
        .optional();
    if (looked && !newest.equals(now)) {
      listeners.forEach(Runnable::run);
    }
    newest = now;
    looked = true;
  }
}
