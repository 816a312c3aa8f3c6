// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import java.time.Clock;
import java.util.List;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Puts the filters before everything that reads a request. They are made before most beans; what needs them is made
 * later.
 */
@Configuration(proxyBeanMethods = false)
class AuthConfiguration {
  @Bean
  FilterRegistrationBean<CrossOriginFilter> crossOriginFilter(PersonalizeProperties properties) {
    List<String> origins = properties.cors().allowedOrigins();
    FilterRegistrationBean<CrossOriginFilter> registration =
        new FilterRegistrationBean<>(new CrossOriginFilter(origins));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 15);
    registration.setEnabled(!origins.isEmpty());
    return registration;
  }

  @Bean
  FilterRegistrationBean<SignatureFilter> signatureFilter(
      AccessKeys keys,
      Clock clock,
      PersonalizeProperties properties,
      @Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    FilterRegistrationBean<SignatureFilter> registration = new FilterRegistrationBean<>(
        new SignatureFilter(keys, clock, properties.requestLimit(), errors));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
    return registration;
  }
}
