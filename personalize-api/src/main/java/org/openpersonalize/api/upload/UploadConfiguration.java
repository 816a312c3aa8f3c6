// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.upload;

import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Answers {@code Expect: 100-continue} when the body is wanted, so that a refused upload is not sent at all. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> continueWhenRead() {
    return tomcat -> tomcat.addConnectorCustomizers(connector -> {
      if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
        http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
      }
    });
  }
}
