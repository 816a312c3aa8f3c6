// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.traffic.TrafficService;
import org.springframework.stereotype.Component;

/** How much campaigns and gateways are asked now. */
@Component
public class Loads {
  private final TrafficService traffic;
  private final Clock clock;

  Loads(TrafficService traffic, Clock clock) {
    this.traffic = traffic;
    this.clock = clock;
  }

  public LoadView of(Arn campaign) {
    return Objects.requireNonNull(of(List.of(campaign)).get(campaign));
  }

  /** Of each of these campaigns. */
  public Map<Arn, LoadView> of(Collection<Arn> campaigns) {
    Instant now = clock.instant();
    Map<Arn, LoadView> loads = new TreeMap<>();
    traffic
        .now(campaigns)
        .forEach((campaign, load) -> loads.put(campaign, new LoadView(load, now)));
    return loads;
  }

  /** Of the gateways that were asked lately, by name. */
  public Map<String, LoadView> ofGateways() {
    Instant now = clock.instant();
    Map<String, LoadView> loads = new TreeMap<>();
    traffic.nowByGateway().forEach((name, load) -> loads.put(name, new LoadView(load, now)));
    return loads;
  }
}
