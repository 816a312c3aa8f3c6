package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.core.resource.Arn;

/** The Campaign rows. */
public interface CampaignRepository extends ResourceRepository<Campaign> {
  List<Campaign> findBySolutionVersionArnIn(Collection<Arn> solutionVersionArns);
}
