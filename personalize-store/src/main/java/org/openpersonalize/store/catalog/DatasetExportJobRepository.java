// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The DatasetExportJob rows. */
public interface DatasetExportJobRepository extends ResourceRepository<DatasetExportJob> {
  long countByStatusIn(Collection<Status> statuses);

  List<DatasetExportJob> findByDatasetArnIn(Collection<Arn> datasetArns);

  boolean existsByDatasetArnAndStatusIn(Arn datasetArn, Collection<Status> statuses);
}
