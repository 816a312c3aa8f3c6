// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.traffic.EventArrivals;
import org.springframework.stereotype.Component;

/** Which events came in. */
@Component
public class Arrivals {
  private final StoredDatasets datasets;
  private final EventArrivals arrivals;
  private final Clock clock;

  Arrivals(StoredDatasets datasets, EventArrivals arrivals, Clock clock) {
    this.datasets = datasets;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  /** Of each dataset group into which some did. */
  public Map<Arn, RecentEvents> recent() {
    Instant now = clock.instant();
    Map<Arn, RecentEvents> recent = new TreeMap<>();
    arrivals
        .recent(now, RecentEvents.HOURS)
        .forEach((group, events) -> recent.put(group, new RecentEvents(events, now)));
    return recent;
  }

  /** Of a group in this week and the one before; null if there were none. */
  @Nullable EventWeeks weeks(Group group) {
    StoredDataset dataset = datasets.of(group.arn()).get(DatasetType.INTERACTIONS);
    if (dataset == null) {
      return null;
    }
    Instant now = clock.instant();
    EventWeeks weeks = EventWeeks.of(
        arrivals.hours(dataset.number(), EventWeeks.begin(now).minus(EventWeeks.WEEK)),
        arrivals.types(dataset.number(), now.minus(EventArrivals.KEPT).plus(Duration.ofHours(1))),
        now);
    return weeks.isEmpty() ? null : weeks;
  }
}
