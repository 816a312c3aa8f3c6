// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The services of the serving side, its model cache and the jobs of its workers. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class ServingConfiguration {}
