// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import org.openpersonalize.api.config.Role;
import org.openpersonalize.console.ConsoleConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A gateway shows the console, for the same keys that open the API. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
@Import(ConsoleConfiguration.class)
class GatewayConsole {}
