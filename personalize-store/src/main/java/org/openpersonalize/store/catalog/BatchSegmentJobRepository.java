// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The BatchSegmentJob rows. */
public interface BatchSegmentJobRepository extends ResourceRepository<BatchSegmentJob> {
  long countByStatusIn(Collection<Status> statuses);

  boolean existsBySolutionVersionArnInAndStatusIn(
      Collection<Arn> solutionVersionArns, Collection<Status> statuses);

  List<BatchSegmentJob> findBySolutionVersionArnIn(Collection<Arn> solutionVersionArns);

  boolean existsByFilterArnAndStatusIn(Arn filterArn, Collection<Status> statuses);
}
