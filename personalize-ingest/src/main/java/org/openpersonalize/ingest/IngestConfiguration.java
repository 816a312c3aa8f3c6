// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * The services and job handlers of this side. The composition root adds the store, an {@link
 * org.openpersonalize.ingest.dataset.Account}, {@link org.openpersonalize.ingest.importjob.ImportSettings}, {@link ValueSettings} and a meter
 * registry.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class IngestConfiguration {}
