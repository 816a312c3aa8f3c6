// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The Recommender rows. */
public interface RecommenderRepository extends ResourceRepository<Recommender> {
  List<Recommender> findByDatasetGroupArn(Arn datasetGroupArn);

  List<Recommender> findByStatus(Status status);

  boolean existsByDatasetGroupArn(Arn datasetGroupArn);

  long countByDatasetGroupArnAndStatusIn(Arn datasetGroupArn, Collection<Status> statuses);
}
