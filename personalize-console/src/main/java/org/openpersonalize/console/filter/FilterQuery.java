// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.Map;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.replay.FilterPreviewService.PreviewFilter;

/**
 * What is tried, as the page's address has it.
 *
 * @param filterExpression empty for the one that is saved
 * @param campaign whose requests are replayed, or a recommender, as {@link DeploymentName} spells it; empty for the first
 * @param requests {@value #UNFILTERED} for requests that name no filter; all else for those that name this one
 * @param replay are they replayed?
 */
public record FilterQuery(
    String filterExpression, String campaign, String requests, boolean replay) {
  private static final String UNFILTERED = "unfiltered";

  static FilterQuery of(Map<String, String> parameters) {
    return new FilterQuery(
        written(parameters.getOrDefault("filterExpression", "")),
        parameters.getOrDefault("campaign", ""),
        parameters.getOrDefault("requests", ""),
        parameters.containsKey("replay"));
  }

  /** Browsers end lines with two characters, and mistakes are counted by one. */
  static String written(String text) {
    return text.replace("\r\n", "\n").strip();
  }

  /** The same with what nobody has filled in. */
  FilterQuery orElse(String expression, String firstCampaign) {
    return new FilterQuery(
        filterExpression.isEmpty() ? expression : filterExpression,
        campaign.isEmpty() ? firstCampaign : campaign,
        requests,
        replay);
  }

  public boolean isAboutUnfiltered() {
    return requests.equals(UNFILTERED);
  }

  PreviewFilter request(Group group, Arn filter) {
    DeploymentName asked = new DeploymentName(campaign);
    return new PreviewFilter(
        group.arn(),
        filterExpression,
        asked.campaignArn(group),
        isAboutUnfiltered() ? null : filter,
        asked.recommenderArn(group));
  }
}
