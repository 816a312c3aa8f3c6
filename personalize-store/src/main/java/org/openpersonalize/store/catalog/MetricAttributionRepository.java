// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Optional;
import org.openpersonalize.core.resource.Arn;

/** The MetricAttribution rows. */
public interface MetricAttributionRepository extends ResourceRepository<MetricAttribution> {
  /** The only one that a dataset group may have. */
  Optional<MetricAttribution> findByDatasetGroupArn(Arn datasetGroupArn);

  boolean existsByDatasetGroupArn(Arn datasetGroupArn);
}
