// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.List;
import org.openpersonalize.core.resource.Arn;

/** The Filter rows. */
public interface FilterRepository extends ResourceRepository<Filter> {
  List<Filter> findByDatasetGroupArn(Arn datasetGroupArn);

  boolean existsByDatasetGroupArn(Arn datasetGroupArn);
}
