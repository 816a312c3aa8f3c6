// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Deletes a dataset group, which nothing is left in. */
@Component
class DatasetGroupDeletion extends DeletionJob<DatasetGroup> {
  DatasetGroupDeletion(DatasetGroupRepository groups, Means means) {
    super(JobType.DELETE_DATASET_GROUP, groups, means);
  }
}
