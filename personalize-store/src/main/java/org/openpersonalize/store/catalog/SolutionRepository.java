package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;

/** The Solution rows. */
public interface SolutionRepository extends ResourceRepository<Solution> {
  boolean existsByDatasetGroupArn(Arn datasetGroupArn);

  long countByDatasetGroupArnAndStatusIn(Arn datasetGroupArn, Collection<Status> statuses);

  /** One page of a dataset group; null for those of all. */
  default <S> Page<S> pageOfDatasetGroup(
      Class<S> summary, @Nullable Arn datasetGroupArn, PageRequest page) {
    return page(summary, Collections.singletonMap("datasetGroupArn", datasetGroupArn), page);
  }
}
