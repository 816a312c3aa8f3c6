// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;

/** The Dataset rows. */
public interface DatasetRepository extends ResourceRepository<Dataset> {
  Optional<Dataset> findByDatasetGroupArnAndDatasetType(
      Arn datasetGroupArn, DatasetType datasetType);

  Optional<Dataset> findByTrackingId(String trackingId);

  List<Dataset> findByDatasetGroupArn(Arn datasetGroupArn);

  boolean existsByDatasetGroupArn(Arn datasetGroupArn);

  boolean existsBySchemaArn(Arn schemaArn);
}
