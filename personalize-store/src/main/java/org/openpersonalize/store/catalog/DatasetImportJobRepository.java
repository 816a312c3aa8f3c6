package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;

/** The DatasetImportJob rows. */
public interface DatasetImportJobRepository extends ResourceRepository<DatasetImportJob> {
  long countByStatusIn(Collection<Status> statuses);

  boolean existsByDatasetArnAndStatusIn(Arn datasetArn, Collection<Status> statuses);

  /** One page of a dataset; null for those of all. */
  default <S> Page<S> pageOfDataset(Class<S> summary, @Nullable Arn datasetArn, PageRequest page) {
    return page(summary, Collections.singletonMap("datasetArn", datasetArn), page);
  }
}
