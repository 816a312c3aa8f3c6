// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.profile;

import java.util.List;

/**
 * Which categories there are.
 *
 * @param different how many
 * @param mostFrequent the ten that most rows have
 */
public record CategoryProfile(long different, List<CategoryCount> mostFrequent) {
  public CategoryProfile {
    mostFrequent = List.copyOf(mostFrequent);
  }

  /** @param category cut to 100 characters, and what clients sent, whoever they are */
  public record CategoryCount(String category, long rows) {}
}
