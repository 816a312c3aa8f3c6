// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The services of the training side and the jobs of its workers. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class TrainingConfiguration {}
