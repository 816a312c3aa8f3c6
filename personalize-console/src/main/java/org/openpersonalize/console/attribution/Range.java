// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.store.attribution.AttributionTable;

/** How far back metrics are looked at, and over which time they are added up for a point of the chart. */
enum Range {
  DAY(Duration.ofDays(1), AttributionTable.WINDOW),
  WEEK(Duration.ofDays(7), Duration.ofHours(1)),
  ALL(AttributionTable.KEPT, Duration.ofDays(1));

  private final Duration length;
  private final Duration step;

  Range(Duration length, Duration step) {
    this.length = length;
    this.step = step;
  }

  /** @throws org.openpersonalize.console.page.RefusedException if there is no such range */
  static Range of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.parameter().equals(name))
        .findFirst()
        .orElseThrow(Refusal.BAD_REQUEST::exception);
  }

  Duration step() {
    return step;
  }

  /** When the first step began, of as many as are shown; the last one is under way. */
  Instant begin(Instant now) {
    return end(now).minus(length);
  }

  Instant end(Instant now) {
    long seconds = step.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds + seconds);
  }

  /** When each step began. */
  List<Instant> steps(Instant now) {
    return LongStream.range(0, length.dividedBy(step))
        .mapToObj(n -> begin(now).plus(step.multipliedBy(n)))
        .toList();
  }

  private String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A link to a range. */
  public record Choice(String key, String path, boolean isCurrent) {}

  List<Choice> choices(Group group) {
    return Arrays.stream(values())
        .map(each -> new Choice(
            "attribution.range." + each.name(),
            group.path(AttributionController.PATH + "?range=" + each.parameter()),
            each == this))
        .toList();
  }
}
