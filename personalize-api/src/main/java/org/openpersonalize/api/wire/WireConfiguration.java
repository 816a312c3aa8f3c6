// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the tables together: none of them is there in a process that does not answer the API. */
@Configuration(proxyBeanMethods = false)
class WireConfiguration {
  @Bean
  Operations operations(ObjectProvider<OperationTable> tables) {
    return new Operations(tables.orderedStream().toList());
  }
}
