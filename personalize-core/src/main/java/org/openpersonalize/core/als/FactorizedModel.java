// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.List;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;

/** A model that scores items as its factorization does, and knows something else besides. */
public interface FactorizedModel extends Model {
  FactorModel factors();

  @Override
  default int itemCount() {
    return factors().itemCount();
  }

  @Override
  default CandidateScorer scorer(Query query) {
    return factors().scorer(query);
  }

  @Override
  default int usersTogether() {
    return factors().usersTogether();
  }

  @Override
  default BatchScorer batchScorer(List<Query> queries) {
    return factors().batchScorer(queries);
  }

  @Override
  default void scoreAll(List<Query> queries, float[][] scores) {
    factors().scoreAll(queries, scores);
  }

  @Override
  default Contributions explain(Query query, int item) {
    return factors().explain(query, item);
  }
}
