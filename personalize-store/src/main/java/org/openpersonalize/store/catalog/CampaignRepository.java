// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;

/** The Campaign rows. */
public interface CampaignRepository extends ResourceRepository<Campaign> {
  List<Campaign> findBySolutionVersionArnIn(Collection<Arn> solutionVersionArns);

  long countBySolutionVersionArnInAndStatusIn(
      Collection<Arn> solutionVersionArns, Collection<Status> statuses);

  /** One page of the campaigns that serve one of these versions; null for all. */
  default <S> Page<S> pageOfVersions(
      Class<S> summary, @Nullable Set<Arn> solutionVersionArns, PageRequest page) {
    return page(
        summary,
        solutionVersionArns == null ? Map.of() : Map.of("solutionVersionArn", solutionVersionArns),
        page);
  }
}
