// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The DatasetImportJob rows. */
public interface DatasetImportJobRepository extends ResourceRepository<DatasetImportJob> {
  long countByStatusIn(Collection<Status> statuses);

  boolean existsByDatasetArnAndStatusIn(Arn datasetArn, Collection<Status> statuses);
}
