// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.replay.FilterPreviewService.ReplayedRequests;
import org.openpersonalize.serving.replay.FilterPreviewService.ShortList;
import org.openpersonalize.store.replay.RecordedRequest;

/** Adds up what differs between the answers to the same requests. */
final class Replay {
  private static final int SHORTEST = 5;

  private final Tally before = new Tally();
  private final Tally after = new Tally();
  private final Map<Asked, ShortList> shortLists = new HashMap<>();
  private int requests;
  private int scored;
  private double scoreGivenUp;

  void add(RecordedRequest request, Answer now, Answer then) {
    requests++;
    before.add(now, request.numResults());
    after.add(then, request.numResults());
    if (now.isScored()) {
      scored++;
      scoreGivenUp += now.score() - then.score();
    }
    if (then.items().size() < Math.min(request.numResults(), now.items().size())) {
      shortLists.merge(
          Asked.of(request.userId(), request.itemId()),
          new ShortList(
              request.userId(), request.itemId(), then.items().size(), request.numResults()),
          (one, other) -> one.items() <= other.items() ? one : other);
    }
  }

  /**
   * What came of it.
   *
   * @param recorded requests of the campaign
   * @param matching how many of these were to be answered
   * @param items of the catalogue
   */
  ReplayedRequests of(int recorded, int matching, int items) {
    return new ReplayedRequests(
        recorded,
        matching,
        requests,
        items,
        before.of(items),
        after.of(items),
        meanScoreGivenUp(),
        shortest());
  }

  private @Nullable Double meanScoreGivenUp() {
    return scored == 0 ? null : scoreGivenUp / scored;
  }

  private List<ShortList> shortest() {
    return shortLists.values().stream()
        .sorted(Comparator.comparingInt(ShortList::items)
            .thenComparing(list -> String.valueOf(list.userId()))
            .thenComparing(list -> String.valueOf(list.itemId())))
        .limit(SHORTEST)
        .toList();
  }
}
