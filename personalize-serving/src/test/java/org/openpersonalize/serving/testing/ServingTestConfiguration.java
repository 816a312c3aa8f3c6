// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openpersonalize.serving.ServingConfiguration;
import org.openpersonalize.serving.batch.BatchSettings;
import org.openpersonalize.serving.catalog.CatalogSettings;
import org.openpersonalize.serving.filter.FilterSettings;
import org.openpersonalize.serving.model.ModelSettings;
import org.openpersonalize.serving.replay.ReplaySettings;
import org.openpersonalize.serving.traffic.TrafficSettings;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The serving side on the test servers, without workers: tests run the jobs themselves. */
@Configuration(proxyBeanMethods = false)
@Import({StoreTestConfiguration.class, ServingConfiguration.class})
public class ServingTestConfiguration {
  @Bean
  BatchSettings batchSettings() {
    return new BatchSettings("personalize-models", 2);
  }

  @Bean
  CatalogSettings catalogSettings() {
    return new CatalogSettings(null);
  }

  @Bean
  ModelSettings modelSettings() {
    return new ModelSettings(null, null);
  }

  @Bean
  ReplaySettings replaySettings() {
    return new ReplaySettings(true);
  }

  @Bean
  TrafficSettings trafficSettings() {
    return new TrafficSettings(true);
  }

  @Bean
  FilterSettings filterSettings() {
    return new FilterSettings(true);
  }

  @Bean
  MeterRegistry metrics() {
    return new SimpleMeterRegistry();
  }
}
