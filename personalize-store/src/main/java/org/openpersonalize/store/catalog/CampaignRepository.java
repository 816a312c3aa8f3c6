// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;

/** The Campaign rows. */
public interface CampaignRepository extends ResourceRepository<Campaign> {
  List<Campaign> findBySolutionVersionArnIn(Collection<Arn> solutionVersionArns);

  long countBySolutionVersionArnInAndStatusIn(
      Collection<Arn> solutionVersionArns, Collection<Status> statuses);

  /**
   * One page of the campaigns that serve a version of a solution. Its versions may become more between two pages.
   *
   * @param versions those of {@code solutionArn}
   */
  default <S> Page<S> pageOfSolution(
      Class<S> summary, Arn solutionArn, Set<Arn> versions, PageRequest page) {
    return page(summary, "of " + solutionArn, Map.of("solutionVersionArn", versions), page);
  }
}
