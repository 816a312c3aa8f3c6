// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.theme;

import java.util.List;

/**
 * What the items of a list have in common.
 *
 * @param title a few words; empty if nothing is known of the items in words
 * @param members the items, the most fitting first
 */
public record Theme(String title, List<Member> members) {
  public Theme {
    members = List.copyOf(members);
  }

  /**
   * An item of the list.
   *
   * @param relevance cosine of what is said of the item and of all of them, from 0 to 1
   */
  public record Member(String itemId, double relevance) {}
}
