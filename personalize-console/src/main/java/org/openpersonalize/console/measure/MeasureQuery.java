// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.serving.traffic.Range;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What is looked at, as the page's address says it.
 *
 * @param campaign the name of one, or of a recommender as {@link org.openpersonalize.console.group.DeploymentName} spells it, or the empty
 *     text for all
 * @param limit what p99 should stay below, in milliseconds
 */
record MeasureQuery(Range range, String campaign, int limit) {
  private static final int GREATEST_LIMIT = 60_000;

  /** @throws org.openpersonalize.console.page.RefusedException if it says something else */
  static MeasureQuery of(String range, String campaign, int limit) {
    return new MeasureQuery(
        Arrays.stream(Range.values())
            .filter(each -> name(each).equals(range))
            .findFirst()
            .orElseThrow(Refusal.BAD_REQUEST::exception),
        campaign,
        Math.max(1, Math.min(limit, GREATEST_LIMIT)));
  }

  private static String name(Range range) {
    return range.name().toLowerCase(Locale.ROOT);
  }

  /** A link to the same of another range. */
  public record Choice(String key, String path, boolean isCurrent) {}

  public List<Choice> ranges(Group group) {
    return Arrays.stream(Range.values())
        .map(each -> new Choice(
            "measure.range." + each.name(),
            new MeasureQuery(each, campaign, limit).path(group),
            each == range))
        .toList();
  }

  private String path(Group group) {
    return UriComponentsBuilder.fromPath(group.path("/measure"))
        .queryParam("range", rangeName())
        .queryParam("campaign", "{campaign}")
        .queryParam("limit", limit)
        .fragment("answers")
        .encode()
        .buildAndExpand(campaign)
        .toUriString();
  }

  public String rangeName() {
    return name(range);
  }

  Duration limitLatency() {
    return Duration.ofMillis(limit);
  }
}
