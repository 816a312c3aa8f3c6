// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import java.time.Duration;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.embedded.ObjectStoreEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says once, when requests are answered, where. */
@Component
class ReadyNotice {
  private static final Logger log = LoggerFactory.getLogger(ReadyNotice.class);

  private final PersonalizeProperties properties;
  private final ObjectStoreEndpoint objectStore;

  ReadyNotice(PersonalizeProperties properties, ObjectStoreEndpoint objectStore) {
    this.properties = properties;
    this.objectStore = objectStore;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Duration taken = event.getTimeTaken();
    if (taken != null
        && event.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      int port = web.getWebServer().getPort();
      log.info(
          "Ready after {} ms as {}: port {}{}, files in {}, data in {}",
          taken.toMillis(),
          properties.roles(),
          port,
          properties.roles().contains(Role.GATEWAY)
              ? ", console at http://127.0.0.1:" + port + "/console"
              : "",
          objectStore.endpoint(),
          properties.dataDir().toAbsolutePath().normalize());
    }
  }
}
