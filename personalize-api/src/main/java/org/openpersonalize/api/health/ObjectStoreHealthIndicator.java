// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.health;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * DEGRADED while a bucket is missing or out of reach: imports, trainings and the first load of a model then fail, but
 * what is in memory goes on answering, so that a load balancer should keep the node.
 */
@Component
class ObjectStoreHealthIndicator implements HealthIndicator {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ObjectStore objects;
  private final List<String> buckets;

  ObjectStoreHealthIndicator(ObjectStore objects, PersonalizeProperties properties) {
    this.objects = objects;
    this.buckets = List.of(properties.s3().bucket(), properties.s3().modelBucket());
  }

  @Override
  public Health health() {
    try {
      for (String bucket : buckets) {
        if (!objects.hasBucket(bucket, PATIENCE)) {
          return degraded("There is no bucket " + bucket);
        }
      }
      return Health.up().withDetail("buckets", buckets).build();
    } catch (IOException e) {
      return degraded(String.valueOf(e.getMessage()));
    }
  }

  private static Health degraded(String reason) {
    return Health.status(Degraded.STATUS).withDetail("error", reason).build();
  }
}
