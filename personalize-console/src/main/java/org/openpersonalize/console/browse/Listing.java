// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.browse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A screen of users or items.
 *
 * @param missing is there no dataset that they could be in?
 * @param from what was looked for: ids begin here
 * @param next where the next screen is; null if this is the last one
 */
record Listing(
    boolean missing,
    String from,
    List<Entry> entries,
    @Nullable String next) {
  /** So many are on a screen. */
  static final int SCREEN = 50;

  /**
   * One of them.
   *
   * @param title null if it has none
   */
  record Entry(String id, @Nullable String title, String href) {}
}
