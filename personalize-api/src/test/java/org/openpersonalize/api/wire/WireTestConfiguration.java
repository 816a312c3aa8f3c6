// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import org.openpersonalize.api.auth.AccessKeys;
import org.openpersonalize.api.auth.TestSigner;
import org.openpersonalize.api.config.Configuration;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.testing.TestServers;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.ConfigurableEnvironment;

/** The wire with the operations of {@link SampleService}, an object store and no database. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@ComponentScan(
    basePackages = {
      "org.openpersonalize.api.auth",
      "org.openpersonalize.api.upload",
      "org.openpersonalize.api.wire"
    },
    excludeFilters =
        @ComponentScan.Filter(
            type = FilterType.REGEX,
            pattern = ".*\\.(Data|Model|Answer|Insight)Operations"))
public class WireTestConfiguration {
  @Bean
  AccessKeys accessKeys() {
    return new AccessKeys(TestSigner.KEY_ID, TestSigner.SECRET);
  }

  /** The service's settings, as the test gives them. */
  @Bean
  static PersonalizeProperties properties(ConfigurableEnvironment environment) {
    return Configuration.read(environment);
  }

  @Bean
  SettableClock clock() {
    return new SettableClock();
  }

  @Bean
  ObjectStore objectStore() {
    return new ObjectStore(TestServers.objects());
  }

  @Bean
  SampleService sampleService() {
    return new SampleService();
  }

  @Bean
  OperationTable samples(SampleService samples) {
    return table -> {
      table.add(SampleService.CreateDatasetGroup.class, samples::createDatasetGroup);
      table.add(SampleService.DescribeDatasetGroup.class, samples::describeDatasetGroup);
      table.add(SampleService.DeleteDatasetGroup.class, samples::deleteDatasetGroup);
      table.add(SampleService.ListDatasetGroups.class, samples::listDatasetGroups);
      table.add(SampleService.PutEvents.class, samples::putEvents);
      table.add(SampleService.PutItems.class, samples::putItems);
      table.add(SampleService.GetRecommendations.class, samples::getRecommendations);
    };
  }
}
