// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

/** The entries of the navigation, in their order; {@code nav.<NAME>} of the bundles is what they are called. */
public enum Section {
  OVERVIEW("/console"),
  JOBS("/console/jobs"),
  SYSTEM("/console/system");

  private final String path;

  Section(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  /** Is a page of this path in this section? The overview is above all others, and only itself. */
  boolean has(String pagePath) {
    return pagePath.equals(path) || this != OVERVIEW && pagePath.startsWith(path + "/");
  }
}
