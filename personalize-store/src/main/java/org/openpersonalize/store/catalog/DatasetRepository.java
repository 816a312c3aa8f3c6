package org.openpersonalize.store.catalog;

import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.schema.DatasetType;

/** The Dataset rows. */
public interface DatasetRepository extends ResourceRepository<Dataset> {
  Optional<Dataset> findByDatasetGroupArnAndDatasetType(
      Arn datasetGroupArn, DatasetType datasetType);

  boolean existsByDatasetGroupArn(Arn datasetGroupArn);

  boolean existsBySchemaArn(Arn schemaArn);

  /** One page of a dataset group; null for those of all. */
  default <S> Page<S> pageOfDatasetGroup(
      Class<S> summary, @Nullable Arn datasetGroupArn, PageRequest page) {
    return page(summary, Collections.singletonMap("datasetGroupArn", datasetGroupArn), page);
  }
}
