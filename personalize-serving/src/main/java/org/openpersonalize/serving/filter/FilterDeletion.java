// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import org.openpersonalize.store.catalog.Filter;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Deletes a filter. */
@Component
class FilterDeletion extends DeletionJob<Filter> {
  FilterDeletion(FilterRepository filters, Means means) {
    super(JobType.DELETE_FILTER, filters, means);
  }
}
