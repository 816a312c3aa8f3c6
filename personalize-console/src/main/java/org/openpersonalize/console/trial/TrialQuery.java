// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.serving.ExplanationService.GetExplanation;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What is tried, as the page's address has it.
 *
 * @param campaign its name, or that of a recommender, as {@link DeploymentName} spells it
 * @param item the item to be explained; empty for none
 */
public record TrialQuery(
    String campaign,
    String user,
    ChosenFilter filter,
    Situation situation,
    int numResults,
    String item) {
  private static final String VALUE = "value.";
  private static final String PROMOTED_VALUE = "promoted.";
  private static final String CONTEXT = "context.";
  private static final String ABOUT = "about";
  private static final int DEFAULT_RESULTS = 10;
  private static final int MAX_RESULTS = 100;

  /** What a user gets of a campaign without anything else being said. */
  public static TrialQuery of(String campaign, String user, int numResults) {
    return new TrialQuery(
        campaign, user, ChosenFilter.NONE, Situation.PLAIN, Math.min(numResults, MAX_RESULTS), "");
  }

  static TrialQuery of(MultiValueMap<String, String> parameters) {
    return new TrialQuery(
        first(parameters, "campaign"),
        first(parameters, "user"),
        new ChosenFilter(first(parameters, "filter"), named(parameters, VALUE)),
        new Situation(
            parameters.containsKey(ABOUT) ? first(parameters, ABOUT) : null,
            new ChosenFilter(first(parameters, "promoted"), named(parameters, PROMOTED_VALUE)),
            number(first(parameters, "percent"), Situation.PLAIN.percent(), 100),
            named(parameters, CONTEXT)),
        number(first(parameters, "n"), DEFAULT_RESULTS, MAX_RESULTS),
        first(parameters, "item"));
  }

  private static String first(MultiValueMap<String, String> parameters, String name) {
    @Nullable String value = parameters.getFirst(name);
    return value == null ? "" : value.strip();
  }

  /** What is filled in, by what follows the prefix. */
  private static Map<String, String> named(
      MultiValueMap<String, String> parameters, String prefix) {
    Map<String, String> values = new TreeMap<>();
    parameters.forEach((name, given) -> {
      if (name.startsWith(prefix) && !given.get(0).isBlank()) {
        values.put(name.substring(prefix.length()), given.get(0));
      }
    });
    return values;
  }

  private static int number(String text, int otherwise, int most) {
    return text.matches("\\d{1,3}")
        ? Math.min(Math.max(Integer.parseInt(text), 1), most)
        : otherwise;
  }

  TrialQuery with(String otherCampaign, String otherUser) {
    return new TrialQuery(otherCampaign, otherUser, filter, situation, numResults, item);
  }

  /** The same with an item with which others are to go, or without one. */
  TrialQuery about(@Nullable String about) {
    return new TrialQuery(campaign, user, filter, situation.about(about), numResults, item);
  }

  /** The same with another item to be explained. */
  public TrialQuery explaining(String otherItem) {
    return new TrialQuery(campaign, user, filter, situation, numResults, otherItem);
  }

  /** What the page's address says, beside the item to be explained. */
  public Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("campaign", campaign);
    parameters.put("user", user);
    if (situation.about() != null) {
      parameters.put(ABOUT, situation.about());
    }
    parameters.put("filter", filter.name());
    filter.values().forEach((name, value) -> parameters.put(VALUE + name, value));
    if (situation.promoted().isChosen()) {
      parameters.put("promoted", situation.promoted().name());
      parameters.put("percent", situation.percent());
      situation
          .promoted()
          .values()
          .forEach((name, value) -> parameters.put(PROMOTED_VALUE + name, value));
    }
    situation.context().forEach((name, value) -> parameters.put(CONTEXT + name, value));
    parameters.put("n", numResults);
    return parameters;
  }

  /** Where it is shown. */
  public String path(Group group) {
    UriComponentsBuilder path = UriComponentsBuilder.fromPath(group.path("/try"));
    Map<String, Object> parameters = parameters();
    if (!item.isEmpty()) {
      parameters.put("item", item);
      path.fragment("why");
    }
    parameters.keySet().forEach(name -> path.queryParam(name, "{" + name + "}"));
    return path.encode().buildAndExpand(parameters).toUriString();
  }

  GetRecommendations recommendations(Group group) {
    DeploymentName asked = new DeploymentName(campaign);
    return new GetRecommendations(
        asked.campaignArn(group),
        situation.itemIdOrNull(),
        user.isEmpty() ? null : user,
        numResults,
        filter.arn(group),
        filter.valuesOrNull(),
        situation.promotions(group),
        null,
        null,
        situation.contextOrNull(),
        asked.recommenderArn(group));
  }

  GetExplanation explanation(Group group) {
    DeploymentName asked = new DeploymentName(campaign);
    return new GetExplanation(
        asked.campaignArn(group),
        user.isEmpty() ? null : user,
        item,
        numResults,
        filter.arn(group),
        filter.valuesOrNull(),
        situation.promotions(group),
        situation.contextOrNull(),
        asked.recommenderArn(group),
        situation.itemIdOrNull());
  }
}
