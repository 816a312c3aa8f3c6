// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.health;

import java.util.Map;
import java.util.TreeMap;
import org.openpersonalize.serving.model.ModelCache;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** DEGRADED while a campaign serves an older model because its newest cannot be loaded. */
@Component
class ModelsHealthIndicator implements HealthIndicator {
  private final ModelCache models;

  ModelsHealthIndicator(ModelCache models) {
    this.models = models;
  }

  @Override
  public Health health() {
    Map<String, String> failures = new TreeMap<>();
    models.failures().forEach((campaign, reason) -> failures.put(campaign.toString(), reason));
    return (failures.isEmpty() ? Health.up() : Health.status(Degraded.STATUS))
        .withDetail("campaignsInMemory", models.size())
        .withDetails(failures)
        .build();
  }
}
