// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.openpersonalize.ingest.IngestConfiguration;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.ingest.dataset.Account;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobRole;
import org.openpersonalize.store.job.Workers;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** This module on the store's test servers, with a worker that does its jobs. */
@Configuration(proxyBeanMethods = false)
@Import({StoreTestConfiguration.class, IngestConfiguration.class, Shop.class})
public class IngestTestConfiguration {
  @Bean
  Account account() {
    return new Account("us-east-1", "000000000000");
  }

  @Bean
  ImportSettings importSettings() {
    return new ImportSettings("personalize", "personalize-models");
  }

  @Bean
  ValueSettings valueSettings() {
    return ValueSettings.DEFAULT;
  }

  @Bean
  MeterRegistry meters() {
    return new SimpleMeterRegistry();
  }

  @Bean
  Workers workers(
      DataSource dataSource,
      JdbcClient jdbc,
      ChangeFeed changes,
      List<JobHandler> handlers,
      MeterRegistry meters,
      Clock clock) {
    return new Workers(
        dataSource,
        jdbc,
        changes,
        handlers,
        Map.of(JobRole.IMPORT, 2, JobRole.BATCH, 1),
        true,
        meters,
        clock);
  }
}
