// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.openpersonalize.api.auth.AccessKeys;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.config.TrainingProperties;
import org.openpersonalize.api.embedded.ObjectStoreEndpoint;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.ingest.dataset.Account;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.serving.batch.BatchSettings;
import org.openpersonalize.serving.catalog.CatalogSettings;
import org.openpersonalize.serving.filter.FilterSettings;
import org.openpersonalize.serving.model.ModelSettings;
import org.openpersonalize.serving.replay.ReplaySettings;
import org.openpersonalize.serving.traffic.TrafficSettings;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobRole;
import org.openpersonalize.store.job.Workers;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.node.ThisNode;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.training.TrainingSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every process needs, and the workers of the roles it has. */
@Configuration(proxyBeanMethods = false)
class ServiceConfiguration {
  /** Import jobs are bound by the database, training by the processors, which one run takes all of. */
  private static final Map<JobRole, Integer> JOBS_AT_A_TIME =
      Map.of(JobRole.IMPORT, 2, JobRole.TRAIN, 1, JobRole.DEPLOY, 1, JobRole.BATCH, 1);

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  ObjectStore objectStore(ObjectStoreEndpoint at, PersonalizeProperties properties)
      throws IOException {
    ObjectStore store = ObjectStore.at(
        at.endpoint(), at.region(), at.accessKey(), at.secretKey().value());
    store.createBucket(properties.s3().bucket());
    store.createBucket(properties.s3().modelBucket());
    return store;
  }

  @Bean
  Account account(PersonalizeProperties properties) {
    return new Account(properties.region(), properties.accountId());
  }

  @Bean
  AccessKeys accessKeys(RootCredentials root) {
    return new AccessKeys(root.accessKey(), root.secretKey().value());
  }

  @Bean
  TrainingSettings trainingSettings(PersonalizeProperties properties) {
    TrainingProperties training = properties.training();
    return new TrainingSettings(
        training.timeout(),
        training.parallelism(),
        properties.s3().modelBucket(),
        training.checkpointInterval(),
        Runtime.getRuntime().maxMemory(),
        training.automaticDelay());
  }

  @Bean
  ImportSettings importSettings(PersonalizeProperties properties) {
    return new ImportSettings(properties.s3().bucket(), properties.s3().modelBucket());
  }

  @Bean
  BatchSettings batchSettings(PersonalizeProperties properties) {
    return new BatchSettings(
        properties.s3().modelBucket(), properties.training().parallelism());
  }

  @Bean
  ValueSettings valueSettings(PersonalizeProperties properties) {
    return properties.values().toSettings();
  }

  @Bean
  CatalogSettings catalogSettings(PersonalizeProperties properties) {
    return properties.catalog();
  }

  @Bean
  ModelSettings modelSettings(PersonalizeProperties properties) {
    return properties.model();
  }

  @Bean
  FilterSettings filterSettings(PersonalizeProperties properties) {
    return properties.filters();
  }

  @Bean
  ReplaySettings replaySettings(PersonalizeProperties properties) {
    return new ReplaySettings(properties.recordedRequests());
  }

  @Bean
  TrafficSettings trafficSettings(PersonalizeProperties properties) {
    return new TrafficSettings(properties.traffic());
  }

  @Bean
  ThisNode thisNode(PersonalizeProperties properties) {
    return ThisNode.of(
        properties.roles().stream()
            .sorted()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList(),
        properties.dataDir());
  }

  @Bean
  Limits limits(PersonalizeProperties properties) {
    return properties.limits();
  }

  @Bean
  Workers workers(
      PersonalizeProperties properties,
      Environment environment,
      DataSource dataSource,
      JdbcClient jdbc,
      ChangeFeed changes,
      ObjectProvider<JobHandler> handlers,
      MeterRegistry metrics,
      Clock clock) {
    List<JobHandler> ours = handlers
        .orderedStream()
        .filter(handler -> properties.roles().contains(role(handler.type().role())))
        .toList();
    boolean alone = !environment.containsProperty("spring.datasource.url");
    return new Workers(dataSource, jdbc, changes, ours, JOBS_AT_A_TIME, alone, metrics, clock);
  }

  private static Role role(JobRole jobs) {
    return switch (jobs) {
      case IMPORT -> Role.IMPORT;
      case TRAIN, DEPLOY, BATCH -> Role.TRAIN;
    };
  }
}
