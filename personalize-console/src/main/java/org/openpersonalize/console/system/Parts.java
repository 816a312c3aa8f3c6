// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.stereotype.Component;

/** What {@code /actuator/health} looks at, with all details. */
@Component
public class Parts {
  private final HealthEndpoint health;

  Parts(HealthEndpoint health) {
    this.health = health;
  }

  /** By name. */
  public List<Part> list() {
    Map<String, HealthDescriptor> all =
        health.health() instanceof CompositeHealthDescriptor composite
                && composite.getComponents() != null
            ? composite.getComponents()
            : Map.of();
    return new TreeMap<>(all)
        .entrySet().stream()
            .map(part -> Part.of(part.getKey(), part.getValue()))
            .toList();
  }
}
