package org.openpersonalize.ingest.dataset;

import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.deletion.RowDeletion;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Deletes a dataset group, which nothing is left in. */
@Component
class DatasetGroupDeletion extends RowDeletion<DatasetGroup> {
  DatasetGroupDeletion(DatasetGroupRepository groups, Surroundings surroundings) {
    super(groups, surroundings);
  }

  @Override
  public JobType type() {
    return JobType.DELETE_DATASET_GROUP;
  }
}
