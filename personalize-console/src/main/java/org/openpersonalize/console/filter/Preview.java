// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.serving.replay.FilterPreviewService.Answers;
import org.openpersonalize.serving.replay.FilterPreviewService.ReplayedRequests;
import org.openpersonalize.serving.replay.FilterPreviewService.ShortList;

/** What became of the requests that were replayed. */
public record Preview(ReplayedRequests replay, List<Worst> worst) {
  /**
   * One of the shortest lists.
   *
   * @param href where the list is that is shown now; null if the page shows no such lists
   */
  public record Worst(ShortList list, @Nullable String href) {}

  public boolean isCutShort() {
    return replay.replayedRequests() < replay.requests();
  }

  public String fullBefore() {
    return percent(replay.before());
  }

  public String fullAfter() {
    return percent(replay.after());
  }

  private String percent(Answers answers) {
    return String.format(
        Locale.ROOT, "%.1f %%", 100.0 * answers.fullLists() / replay.replayedRequests());
  }

  /** Null where items have no scores. */
  public @Nullable String scoreGivenUp() {
    return replay.scoreGivenUp() == null
        ? null
        : String.format(Locale.ROOT, "%.4f", replay.scoreGivenUp());
  }
}
