// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The Solution rows. */
public interface SolutionRepository extends ResourceRepository<Solution> {
  boolean existsByDatasetGroupArn(Arn datasetGroupArn);

  long countByDatasetGroupArnAndStatusIn(Arn datasetGroupArn, Collection<Status> statuses);
}
