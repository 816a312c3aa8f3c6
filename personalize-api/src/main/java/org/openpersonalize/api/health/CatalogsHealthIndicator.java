// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.health;

import java.util.Map;
import java.util.TreeMap;
import org.openpersonalize.serving.catalog.CatalogMemory;
import org.openpersonalize.serving.catalog.Catalogs;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * DEGRADED while answers are made from records that are older than they should be, or cannot be made for want of them: they
 * cannot be read, or take more memory than there is.
 */
@Component
class CatalogsHealthIndicator implements HealthIndicator {
  private final Catalogs catalogs;
  private final CatalogMemory memory;

  CatalogsHealthIndicator(Catalogs catalogs, CatalogMemory memory) {
    this.catalogs = catalogs;
    this.memory = memory;
  }

  @Override
  public Health health() {
    Map<String, String> failures = new TreeMap<>();
    catalogs.failures().forEach((group, reason) -> failures.put(group.toString(), reason));
    return (failures.isEmpty() ? Health.up() : Health.status(Degraded.STATUS))
        .withDetail("bytesInMemory", memory.taken())
        .withDetail("bytesPossible", memory.limit())
        .withDetails(failures)
        .build();
  }
}
