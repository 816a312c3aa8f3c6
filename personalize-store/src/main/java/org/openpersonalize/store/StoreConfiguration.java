// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store;

import org.hibernate.cfg.MappingSettings;
import org.hibernate.type.format.jackson.Jackson3JsonFormatMapper;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.catalog.JpaResourceRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database side of the service; the clock, the S3 client, the limits and the workers are the composition root's. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EntityScan
@EnableJpaRepositories(repositoryBaseClass = JpaResourceRepository.class)
public class StoreConfiguration {
  /** jsonb holds what the wire carries: the same mapper writes both. */
  @Bean
  HibernatePropertiesCustomizer jsonAsOnTheWire() {
    Jackson3JsonFormatMapper mapper = new Jackson3JsonFormatMapper(WireJson.mapper());
    return properties -> properties.put(MappingSettings.JSON_FORMAT_MAPPER, mapper);
  }

  @Bean
  ChangeFeed changeFeed(JdbcClient jdbc, JdbcConnectionDetails database) {
    return new ChangeFeed(
        jdbc, database.getJdbcUrl(), database.getUsername(), database.getPassword());
  }
}
