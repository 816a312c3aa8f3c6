// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.health.contributor.Health;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ObjectStoreHealthIndicatorTest {
  private static final PersonalizeProperties DEFAULTS = new Binder(
          new MapConfigurationPropertySource())
      .bindOrCreate("personalize", PersonalizeProperties.class);

  @Test
  void an_object_store_that_does_not_answer_is_given_up_on_soon() throws IOException {
    try (ServerSocket mute = new ServerSocket(0);
        ObjectStore store = ObjectStore.at(
            URI.create("http://127.0.0.1:" + mute.getLocalPort()), "us-east-1", "key", "secret")) {
      Instant begin = Instant.now();

      Health health = new ObjectStoreHealthIndicator(store, DEFAULTS).health();

      assertThat(health.getStatus()).isEqualTo(Degraded.STATUS);
      assertThat(health.getDetails().get("error")).asString().contains("personalize");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }
  }
}
