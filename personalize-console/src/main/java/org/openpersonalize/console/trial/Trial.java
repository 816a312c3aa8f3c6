// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.history.HistoryRow;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;

/**
 * What the page says.
 *
 * @param request the question to the API; null if no campaign can be asked
 * @param items what was answered; null if nothing was
 * @param reason why an item is shown or not; null if nobody asked
 * @param namesakes items of which one may be meant, where what is to be explained is no id
 * @param errors why there is no answer, or no explanation
 */
record Trial(
    TrialQuery query,
    Choices choices,
    @Nullable GetRecommendations request,
    List<HistoryRow> history,
    @Nullable List<ItemRow> items,
    long nanos,
    @Nullable Reason reason,
    List<Namesake> namesakes,
    FormErrors errors) {
  /**
   * An item that is called what was asked about.
   *
   * @param href where it is explained
   */
  public record Namesake(String itemId, String title, String href) {}

  /** How long the answer took, without the way to the browser. */
  public String milliseconds() {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }

  /**
   * What can be chosen.
   *
   * @param campaigns those that answer users
   * @param recommenders likewise
   * @param parameters of the chosen filter
   * @param promotedParameters of the filter whose items are promoted
   * @param contextColumns what can be said of the situation: the columns of the interactions that have no meaning of their own
   * @param eventTypes what the user's events are of, the most frequent first
   * @param hasTracker can an event be sent?
   */
  record Choices(
      List<String> campaigns,
      List<DeploymentName> recommenders,
      List<String> filters,
      List<String> parameters,
      List<String> promotedParameters,
      List<String> contextColumns,
      List<String> eventTypes,
      boolean hasTracker) {
    /** Is there nobody to ask? */
    public boolean isEmpty() {
      return campaigns.isEmpty() && recommenders.isEmpty();
    }
  }
}
