// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.serving.replay.FilterPreviewService.Answers;

/** Counts what requests come to in one way. */
final class Tally {
  private final Set<String> shown = new HashSet<>();
  private int full;
  private int refused;
  private @Nullable String refusal;

  void add(Answer answer, int numResults) {
    answer.items().stream().map(Recommendations.Item::itemId).forEach(shown::add);
    if (answer.items().size() >= numResults) {
      full++;
    }
    if (answer.refusal() != null) {
      refused++;
      refusal = refusal == null ? answer.refusal() : refusal;
    }
  }

  /** @param items that there are; more may have come meanwhile */
  Answers of(int items) {
    return new Answers(full, refused, refusal, Math.max(0, items - shown.size()));
  }
}
