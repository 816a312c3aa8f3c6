// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.serving.blindspot.BlindSpotReason;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpots;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a page of blind spots is about, as its address says.
 *
 * @param campaign its name, or that of a recommender, as {@link DeploymentName} spells it; empty for the group's first
 * @param reason items with this one are listed; null for all that can never be shown
 * @param after where the page before ended; null for the first
 */
public record BlindQuery(
    String campaign,
    @Nullable BlindSpotReason reason,
    @Nullable String after) {
  /** Reads parameters; a reason that there is none of is none. */
  static BlindQuery of(Map<String, String> parameters) {
    String reason = parameters.getOrDefault("reason", "");
    return new BlindQuery(
        parameters.getOrDefault("campaign", ""),
        Stream.of(BlindSpotReason.values())
            .filter(each -> each.name().equals(reason))
            .findFirst()
            .orElse(null),
        parameters.get("after"));
  }

  BlindQuery about(String otherCampaign) {
    return new BlindQuery(otherCampaign, reason, after);
  }

  BlindQuery because(@Nullable BlindSpotReason other) {
    return new BlindQuery(campaign, other, null);
  }

  BlindQuery behind(@Nullable String token) {
    return new BlindQuery(campaign, reason, token);
  }

  /** @param below the page's own path, such as {@code /report} */
  String path(Group group, String below) {
    UriComponentsBuilder path = UriComponentsBuilder.fromPath(group.path("/blind" + below))
        .queryParam("campaign", "{campaign}");
    Map<String, Object> variables = new TreeMap<>();
    variables.put("campaign", campaign);
    Optional.ofNullable(reason).ifPresent(each -> path.queryParam("reason", each.name()));
    if (after != null) {
      path.queryParam("after", "{after}");
      variables.put("after", after);
    }
    return path.encode().buildAndExpand(variables).toUriString();
  }

  GetBlindSpots request(Group group, int size) {
    DeploymentName asked = new DeploymentName(campaign);
    return new GetBlindSpots(
        asked.campaignArn(group), reason, after, size, asked.recommenderArn(group));
  }
}
