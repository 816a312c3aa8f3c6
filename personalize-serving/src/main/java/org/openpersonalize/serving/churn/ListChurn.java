// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.churn;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of the lists stays.
 *
 * @param lists how many were compared; 0 if there was nobody to compare for
 * @param ofFirst of the first {@value #FIRST} items how many are still among the first {@value #FIRST}, 0 to 1, in the mean
 * @param ofAll the same of {@value #DEPTH}
 */
public record ListChurn(int lists, double ofFirst, double ofAll) {
  public static final int FIRST = 10;
  public static final int DEPTH = 25;

  /**
   * The churn between lists of the same users.
   *
   * @param before by their users
   * @param after of some of those
   */
  static ListChurn between(Map<String, List<String>> before, Map<String, List<String>> after) {
    double first = 0;
    double all = 0;
    for (Map.Entry<String, List<String>> each : after.entrySet()) {
      List<String> old = before.getOrDefault(each.getKey(), List.of());
      first += staying(old, each.getValue(), FIRST);
      all += staying(old, each.getValue(), DEPTH);
    }
    int lists = after.size();
    return new ListChurn(lists, first / Math.max(1, lists), all / Math.max(1, lists));
  }

  /** 1 for two lists without items: nothing changes. */
  private static double staying(List<String> before, List<String> after, int depth) {
    Set<String> old = new HashSet<>(before.subList(0, Math.min(depth, before.size())));
    List<String> now = after.subList(0, Math.min(depth, after.size()));
    int places = Math.max(old.size(), now.size());
    return places == 0 ? 1 : (double) now.stream().filter(old::contains).count() / places;
  }
}
