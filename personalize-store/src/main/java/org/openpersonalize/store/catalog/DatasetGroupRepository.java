// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import org.openpersonalize.core.resource.Status;

/** The DatasetGroup rows. */
public interface DatasetGroupRepository extends ResourceRepository<DatasetGroup> {
  long countByStatusIn(Collection<Status> statuses);
}
