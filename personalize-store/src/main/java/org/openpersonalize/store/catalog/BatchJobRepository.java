// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.springframework.data.repository.NoRepositoryBean;

/**
 * The rows of a kind of batch job.
 *
 * @param <J> the kind
 */
@NoRepositoryBean
public interface BatchJobRepository<J extends BatchJob> extends ResourceRepository<J> {
  long countByStatusIn(Collection<Status> statuses);

  boolean existsBySolutionVersionArnInAndStatusIn(
      Collection<Arn> solutionVersionArns, Collection<Status> statuses);

  List<J> findBySolutionVersionArnIn(Collection<Arn> solutionVersionArns);

  boolean existsByFilterArnAndStatusIn(Arn filterArn, Collection<Status> statuses);
}
