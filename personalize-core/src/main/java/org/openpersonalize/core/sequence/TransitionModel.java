// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.ranking.SparseScores;

/**
 * Scores an item by how much those of the history speak for it, the newest most:
 *
 * <pre>
 *   sⱼ = Σ_g c_g · exp(−g / τ) · T(i_g, j)
 * </pre>
 *
 * over the history's items i with their confidences c, g steps back. A request adds up some hundred numbers for each event.
 */
final class TransitionModel implements Model {
  private static final float NOTHING = 1e-6f;

  private final Transitions transitions;
  private final double recency;

  /** @param recency τ, in steps */
  TransitionModel(Transitions transitions, double recency) {
    this.transitions = transitions;
    this.recency = recency;
  }

  Transitions transitions() {
    return transitions;
  }

  @Override
  public int itemCount() {
    return transitions.items();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    Steps steps = Steps.of(query);
    long met = 0;
    for (int n = 0; n < steps.size(); n++) {
      met += transitions.count(steps.items()[n]);
    }
    if (SparseScores.areFew(met, itemCount())) {
      SparseScores few = new SparseScores(itemCount(), (int) met);
      for (int n = 0; n < steps.size(); n++) {
        float weight = steps.weight(n, recency);
        if (Math.abs(weight) > NOTHING) {
          transitions.addScaled(few, weight, steps.items()[n]);
        }
      }
      return few;
    }
    float[] scores = new float[itemCount()];
    add(steps, scores);
    return new ScoreArray(scores);
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    for (int user = 0; user < queries.size(); user++) {
      Arrays.fill(scores[user], 0, itemCount(), 0);
      add(Steps.of(queries.get(user)), scores[user]);
    }
  }

  private void add(Steps steps, float[] scores) {
    for (int n = 0; n < steps.size(); n++) {
      float weight = steps.weight(n, recency);
      if (Math.abs(weight) > NOTHING) {
        transitions.addScaled(scores, weight, steps.items()[n]);
      }
    }
  }

  /** Each term of the sum. */
  @Override
  public Contributions explain(Query query, int item) {
    Steps steps = Steps.of(query);
    return steps.contributions(
        n -> (double) steps.weight(n, recency) * transitions.weight(steps.items()[n], item));
  }

  @Override
  public long sizeInBytes() {
    return transitions.sizeInBytes();
  }
}
