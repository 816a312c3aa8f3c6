// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The DataDeletionJob rows. */
public interface DataDeletionJobRepository extends ResourceRepository<DataDeletionJob> {
  long countByDatasetGroupArnAndStatus(Arn datasetGroupArn, Status status);

  boolean existsByDatasetGroupArnAndStatusIn(Arn datasetGroupArn, Collection<Status> statuses);
}
