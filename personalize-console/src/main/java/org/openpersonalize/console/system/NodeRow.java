// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.store.node.Node;

/**
 * A process of the service.
 *
 * @param isHere is it the one that answers?
 * @param load how much it is asked as a gateway; null if it was not in a week
 */
record NodeRow(Node node, boolean isHere, @Nullable LoadView load, Instant now) {
  /** Who says every ten seconds how it is and did not for so long, may be dead. */
  private static final Duration LATE = Duration.ofSeconds(35);

  public String name() {
    return node.name();
  }

  public List<String> roles() {
    return node.roles();
  }

  public Usage heap() {
    return new Usage(node.heap());
  }

  public Usage disk() {
    return new Usage(node.disk());
  }

  public int processors() {
    return node.processors();
  }

  public String java() {
    return node.java();
  }

  public Age uptime() {
    return Age.of(Duration.between(node.started(), now));
  }

  public Past seen() {
    return Past.of(node.seen(), now);
  }

  public boolean isLate() {
    return node.seen().plus(LATE).isBefore(now);
  }
}
