// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.serving.blindspot.BlindSpotReason;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpotsResponse;
import org.openpersonalize.serving.blindspot.BlindSpotService.ReasonCount;

/**
 * What was found, as the page shows it.
 *
 * @param rows items that are not shown
 * @param reasons by which they can be listed
 * @param chart null if nothing was ever taken
 * @param all where all are listed that can never be shown; null if they are
 * @param next where the next ones are; null if these are the last
 */
public record BlindReport(
    GetBlindSpotsResponse found,
    List<Reason> reasons,
    List<Row> rows,
    @Nullable ShareChart chart,
    @Nullable String all,
    @Nullable String next) {
  /**
   * How many items have a reason.
   *
   * @param href where these are listed
   * @param isListed are they now?
   */
  public record Reason(ReasonCount count, String href, boolean isListed) {}

  /**
   * An item.
   *
   * @param title null if it has none
   */
  public record Row(
      String itemId,
      @Nullable String title,
      String href,
      int interactions,
      BlindSpotReason reason) {}

  public boolean isAllShown() {
    return found.neverShown() == 0;
  }

  /** Which part of all items can never be shown. */
  public String percent() {
    return String.format(
        Locale.ROOT, "%.1f", 100.0 * found.neverShown() / Math.max(1, found.items()));
  }

  /** Were there more requests than there was time for? */
  public boolean isCutShort() {
    return found.replayedRequests() < found.recordedRequests();
  }
}
