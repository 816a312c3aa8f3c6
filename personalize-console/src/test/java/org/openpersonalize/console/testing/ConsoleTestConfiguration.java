// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openpersonalize.console.ConsoleConfiguration;
import org.openpersonalize.console.signin.SignInKeys;
import org.openpersonalize.ingest.IngestConfiguration;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.ingest.dataset.Account;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.serving.ServingConfiguration;
import org.openpersonalize.serving.batch.BatchSettings;
import org.openpersonalize.serving.catalog.CatalogSettings;
import org.openpersonalize.serving.filter.FilterSettings;
import org.openpersonalize.serving.model.ModelSettings;
import org.openpersonalize.serving.replay.ReplaySettings;
import org.openpersonalize.serving.traffic.TrafficSettings;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.openpersonalize.training.TrainingConfiguration;
import org.openpersonalize.training.TrainingSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The console on the store's test servers. Nobody does jobs: they are as a test leaves them. */
@Configuration(proxyBeanMethods = false)
@Import({
  StoreTestConfiguration.class,
  IngestConfiguration.class,
  TrainingConfiguration.class,
  ServingConfiguration.class,
  ConsoleConfiguration.class
})
public class ConsoleTestConfiguration {
  /** One pair, which a test may take away. */
  public static final class Keys implements SignInKeys {
    public static final String ID = "AKIDTEST";
    public static final String SECRET = "secret/of+the=test";

    private final AtomicBoolean gone = new AtomicBoolean();

    public void gone(boolean now) {
      gone.set(now);
    }

    @Override
    public boolean match(String accessKeyId, String secret) {
      return isKnown(accessKeyId) && secret.equals(SECRET);
    }

    @Override
    public boolean isKnown(String accessKeyId) {
      return accessKeyId.equals(ID) && !gone.get();
    }
  }

  @Bean
  Keys keys() {
    return new Keys();
  }

  @Bean
  TrafficSettings trafficSettings() {
    return new TrafficSettings(true);
  }

  @Bean
  Account account() {
    return new Account("us-east-1", "000000000000");
  }

  @Bean
  ImportSettings importSettings() {
    return new ImportSettings("personalize", "personalize-models");
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
  FilterSettings filterSettings() {
    return new FilterSettings(true);
  }

  @Bean
  ValueSettings valueSettings() {
    return ValueSettings.DEFAULT;
  }
}
