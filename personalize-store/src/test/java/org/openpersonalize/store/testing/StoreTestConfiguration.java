// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.openpersonalize.store.StoreConfiguration;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.node.ThisNode;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The store on the {@link TestServers}, for {@code @SpringBootTest(classes = {StoreTestConfiguration.class, …})}. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({StoreConfiguration.class, EmptyDatabase.class, Shop.Tables.class})
public class StoreTestConfiguration {
  static {
    // As long as a machine may be busy with something else; who waits for what comes does not
    // notice.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }

  @Bean
  JdbcConnectionDetails database() {
    TestServers.Address address = TestServers.database();
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return address.user();
      }

      @Override
      public String getPassword() {
        return address.password();
      }

      @Override
      public String getJdbcUrl() {
        return address.url();
      }
    };
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
  ThisNode thisNode() {
    return ThisNode.of(List.of("gateway"), Path.of("not", "there", "yet"));
  }

  @Bean
  Limits limits() {
    return new Binder(List.of()).bindOrCreate("personalize.limits", Limits.class);
  }
}
