// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The training side on the test servers, without workers: tests run the jobs themselves. */
@Configuration(proxyBeanMethods = false)
@Import({StoreTestConfiguration.class, TrainingConfiguration.class})
public class TrainingTestConfiguration {
  @Bean
  MeterRegistry metrics() {
    return new SimpleMeterRegistry();
  }

  @Bean
  TrainingSettings trainingSettings(ObjectStore objects) throws IOException {
    objects.createBucket("personalize-models");
    return new TrainingSettings(
        Duration.ofMinutes(5),
        2,
        "personalize-models",
        Duration.ZERO,
        Runtime.getRuntime().maxMemory(),
        Duration.ofMinutes(5));
  }
}
