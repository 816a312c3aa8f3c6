// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.SparseScores;

/**
 * Scores the items of the history, {@code Σ exp(−g / τ)} over an item's events g steps back, and all others 0. There is nothing
 * to learn but τ, and in a blend how much people repeat.
 *
 * <p>Hu, He, Gao, Zhang: Modeling Personalized Item Frequency Information for Next-basket Recommendation, SIGIR 2020.
 *
 * @param recency τ, in steps
 */
record RepeatsModel(int itemCount, double recency) implements Model {
  @Override
  public CandidateScorer scorer(Query query) {
    Steps steps = Steps.of(query);
    SparseScores scores = new SparseScores(itemCount, steps.size());
    for (int n = 0; n < steps.size(); n++) {
      scores.add(steps.items()[n], steps.weight(n, recency));
    }
    return scores;
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    for (int user = 0; user < queries.size(); user++) {
      Arrays.fill(scores[user], 0, itemCount, 0);
      add(Steps.of(queries.get(user)), scores[user]);
    }
  }

  private void add(Steps steps, float[] scores) {
    for (int n = 0; n < steps.size(); n++) {
      scores[steps.items()[n]] += steps.weight(n, recency);
    }
  }

  /** All of it comes from the item's own events. */
  @Override
  public Contributions explain(Query query, int item) {
    Steps steps = Steps.of(query);
    return steps.contributions(n -> steps.items()[n] == item ? steps.weight(n, recency) : 0);
  }

  @Override
  public long sizeInBytes() {
    return 0;
  }
}
