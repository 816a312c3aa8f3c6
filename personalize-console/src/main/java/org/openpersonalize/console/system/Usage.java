// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.store.node.Node;

/** How much of something is in use. */
public record Usage(Node.Usage bytes) {
  /** 0 to 100. */
  public long percent() {
    return bytes.size() == 0 ? 0 : Math.round(100.0 * bytes.used() / bytes.size());
  }

  public String used() {
    return Figures.size(bytes.used());
  }

  public String size() {
    return Figures.size(bytes.size());
  }

  public String exactlyUsed() {
    return Figures.count(bytes.used());
  }

  public String exactSize() {
    return Figures.count(bytes.size());
  }
}
