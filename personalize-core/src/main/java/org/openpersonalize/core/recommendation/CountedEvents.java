// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.recommendation.Explanation.Contribution;
import org.openpersonalize.core.recommendation.Explanation.Score;

/**
 * A user's events, and how much each of them counts in the confidence in its item.
 *
 * @param items [n] of the events, by their numbers
 * @param counts [n] of the events; 0 where one is not looked at
 */
record CountedEvents(List<PastEvent> events, int[] items, float[] counts) {

  /** A score, with what each item contributes shared among its events; what is of an item without events remains. */
  Score score(double value, Contributions contributions) {
    Map<Integer, Double> confidences = confidences();
    List<Contribution> shares = new ArrayList<>();
    for (int n = 0; n < counts.length; n++) {
      Double confidence = confidences.get(items[n]);
      if (confidence != null && counts[n] != 0 && contributions.byItem().containsKey(items[n])) {
        double amount = contributions.of(items[n]) * counts[n] / confidence;
        shares.add(new Contribution(events.get(n), amount));
      }
    }
    shares.sort(Comparator.comparingDouble(Contribution::amount).reversed());
    double ofOthers = contributions.byItem().entrySet().stream()
        .filter(each -> !confidences.containsKey(each.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
    return new Score(value, shares, contributions.remainder() + ofOthers);
  }

  /** Of the items whose events do not outweigh each other. */
  private Map<Integer, Double> confidences() {
    Map<Integer, Double> confidences = new HashMap<>();
    for (int n = 0; n < counts.length; n++) {
      confidences.merge(items[n], (double) counts[n], Double::sum);
    }
    confidences.values().removeIf(confidence -> confidence == 0);
    return confidences;
  }
}
