// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.change.ChangeFeed;

/** Counts what all nodes hear. */
public final class Announcements implements ChangeFeed.ChangeListener {
  private final Map<Arn, Integer> heard = new ConcurrentHashMap<>();

  public Announcements(ChangeFeed feed) {
    feed.subscribe(this);
  }

  @Override
  public void changed(Arn resource) {
    heard.merge(resource, 1, Integer::sum);
  }

  @Override
  public void resync() {}

  /** Does what creates a resource, and waits until its creation is heard of. */
  public Arn expectOf(Callable<Arn> creation) throws Exception {
    Arn created = creation.call();
    await(created + " is announced").until(() -> count(created) > 0);
    return created;
  }

  /** Does what changes a resource, and waits until it has been heard of that often since. */
  public void expect(int times, Arn resource, Runnable change) {
    int before = count(resource);
    change.run();
    await(resource + " is announced").until(() -> count(resource) >= before + times);
  }

  /** How often a resource was heard of. */
  public int count(Arn resource) {
    return heard.getOrDefault(resource, 0);
  }
}
