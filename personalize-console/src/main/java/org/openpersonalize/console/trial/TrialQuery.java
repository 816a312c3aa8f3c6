// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.ExplanationService.GetExplanation;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What is tried, as the page's address has it.
 *
 * @param campaign its name
 * @param filter its name; empty for none
 * @param values of the filter's parameters, by name
 * @param item the item to be explained; empty for none
 */
public record TrialQuery(
    String campaign,
    String user,
    String filter,
    Map<String, String> values,
    int numResults,
    String item) {
  private static final String VALUE = "value.";
  private static final int DEFAULT_RESULTS = 10;
  public static final int MAX_RESULTS = 100;

  static TrialQuery of(MultiValueMap<String, String> parameters) {
    Map<String, String> values = new TreeMap<>();
    parameters.forEach((name, given) -> {
      if (name.startsWith(VALUE) && !given.get(0).isBlank()) {
        values.put(name.substring(VALUE.length()), given.get(0));
      }
    });
    return new TrialQuery(
        first(parameters, "campaign"),
        first(parameters, "user"),
        first(parameters, "filter"),
        values,
        numResults(first(parameters, "n")),
        first(parameters, "item"));
  }

  private static String first(MultiValueMap<String, String> parameters, String name) {
    @Nullable String value = parameters.getFirst(name);
    return value == null ? "" : value.strip();
  }

  private static int numResults(String text) {
    return text.matches("\\d{1,3}")
        ? Math.min(Math.max(Integer.parseInt(text), 1), MAX_RESULTS)
        : DEFAULT_RESULTS;
  }

  TrialQuery with(String otherCampaign, String otherUser) {
    return new TrialQuery(otherCampaign, otherUser, filter, values, numResults, item);
  }

  /** The same with another item to be explained. */
  public TrialQuery explaining(String otherItem) {
    return new TrialQuery(campaign, user, filter, values, numResults, otherItem);
  }

  /** Where it is shown. */
  public String path(Group group) {
    UriComponentsBuilder path = UriComponentsBuilder.fromPath(group.path("/try"))
        .queryParam("campaign", "{campaign}")
        .queryParam("user", "{user}")
        .queryParam("filter", "{filter}")
        .queryParam("n", numResults);
    Map<String, Object> variables = new TreeMap<>();
    variables.put("campaign", campaign);
    variables.put("user", user);
    variables.put("filter", filter);
    values.forEach((name, value) -> {
      path.queryParam(VALUE + name, "{value." + name + "}");
      variables.put("value." + name, value);
    });
    if (!item.isEmpty()) {
      path.queryParam("item", "{item}").fragment("why");
      variables.put("item", item);
    }
    return path.encode().buildAndExpand(variables).toUriString();
  }

  GetRecommendations recommendations(Group group) {
    return new GetRecommendations(
        campaignArn(group),
        null,
        user.isEmpty() ? null : user,
        numResults,
        filterArn(group),
        values.isEmpty() ? null : values,
        null,
        null,
        null,
        null);
  }

  GetExplanation explanation(Group group) {
    return new GetExplanation(
        campaignArn(group),
        user.isEmpty() ? null : user,
        item,
        numResults,
        filterArn(group),
        values.isEmpty() ? null : values,
        null,
        null);
  }

  private Arn campaignArn(Group group) {
    return group.arn().sibling(ResourceType.CAMPAIGN, campaign);
  }

  private @Nullable Arn filterArn(Group group) {
    return filter.isEmpty() ? null : group.arn().sibling(ResourceType.FILTER, filter);
  }
}
