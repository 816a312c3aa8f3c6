// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.blindspot.BlindSpotService.BlindSpot;
import org.openpersonalize.serving.model.Deployable;

/** What was found of the items of a dataset group at one moment; immutable. Some 40 bytes an item. */
final class Survey {
  private final Scope scope;
  private final Stock stock;
  private final @Nullable BlindSpotReason[] reasons; // [items]
  private final int[] blind; // the items with a reason, in the order of the stock
  private final Map<BlindSpotReason, Integer> counts;
  private final List<ShownShare> shares;

  private Survey(
      Scope scope, Stock stock, @Nullable BlindSpotReason[] reasons, List<ShownShare> shares) {
    this.scope = scope;
    this.stock = stock;
    this.reasons = reasons;
    this.shares = shares;
    this.blind =
        IntStream.of(stock.inOrder()).filter(item -> reasons[item] != null).toArray();
    this.counts = new EnumMap<>(BlindSpotReason.class);
    for (int item : blind) {
      counts.merge(reason(item), 1, Integer::sum);
    }
  }

  /**
   * What was looked at.
   *
   * @param deployable as which who is asked answered
   * @param recordedRequests those of who is asked that were kept
   * @param replayedRequests how many of these, the newest first, were answered once more
   * @param filters that these name
   */
  record Scope(
      Deployable deployable,
      Instant at,
      int recordedRequests,
      int replayedRequests,
      Set<Arn> filters) {}

  static Survey of(Scope scope, Stock stock, Judge judge) {
    @Nullable BlindSpotReason[] reasons = new @Nullable BlindSpotReason[stock.size()];
    int[] shown = new int[stock.size()];
    for (int item = 0; item < reasons.length; item++) {
      String id = stock.items().id(item);
      reasons[item] = judge.of(id, stock.taken()[item]).orElse(null);
      shown[item] = judge.shown(id);
    }
    return new Survey(scope, stock, reasons, ShownShare.of(stock.taken(), shown));
  }

  private BlindSpotReason reason(int item) {
    BlindSpotReason reason = reasons[item];
    if (reason == null) {
      throw new IllegalStateException("An item that is shown was asked about");
    }
    return reason;
  }

  Scope scope() {
    return scope;
  }

  /** How many items there are. */
  int items() {
    return stock.size();
  }

  /** How many have which reason; reasons that none has are left out. */
  Map<BlindSpotReason, Integer> counts() {
    return counts;
  }

  /** How many can never be shown. */
  int neverShown() {
    return counts.entrySet().stream()
        .filter(each -> each.getKey().isForGood())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  List<ShownShare> shares() {
    return shares;
  }

  /**
   * Items that are not shown, what is taken most first.
   *
   * @param wanted those with this reason; null for all that can never be shown
   * @param after where the page before ended; null for the first
   */
  List<BlindSpot> page(@Nullable BlindSpotReason wanted, @Nullable SpotKey after, int size) {
    return IntStream.range(after == null ? 0 : firstBehind(after), blind.length)
        .map(place -> blind[place])
        .filter(item -> wanted == null ? reason(item).isForGood() : reason(item) == wanted)
        .limit(size)
        .mapToObj(item -> new BlindSpot(stock.items().id(item), stock.taken()[item], reason(item)))
        .toList();
  }

  private int firstBehind(SpotKey key) {
    int low = 0;
    int high = blind.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int item = blind[middle];
      if (new SpotKey(stock.taken()[item], stock.items().id(item)).compareTo(key) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
