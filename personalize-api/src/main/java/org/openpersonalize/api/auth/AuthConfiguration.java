package org.openpersonalize.api.auth;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Puts the filter before everything that reads a request. */
@Configuration(proxyBeanMethods = false)
class AuthConfiguration {
  /** The largest request of the API, ten items with 32,000 characters of properties each, fits at any encoding. */
  private static final DataSize BODY_LIMIT = DataSize.ofMegabytes(4);

  @Bean
  FilterRegistrationBean<SignatureFilter> signatureFilter(
      AccessKeys keys,
      Clock clock,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    FilterRegistrationBean<SignatureFilter> registration =
        new FilterRegistrationBean<>(new SignatureFilter(keys, clock, BODY_LIMIT, errors));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
    return registration;
  }
}
