// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.SparseScores;

/**
 * A model in a catalogue with further items behind its own. These score 0, as does an item that nobody had taken where pairs
 * are counted, and say nothing in a history.
 *
 * @param itemCount how many items there are now
 */
record PaddedModel(Model model, int itemCount) implements Model {
  @Override
  public CandidateScorer scorer(Query query) {
    CandidateScorer own = model.scorer(query.below(model.itemCount()));
    return new CandidateScorer() {
      @Override
      public int itemCount() {
        return itemCount;
      }

      @Override
      public void scoreBlock(int block, float[] scores) {
        int known = Math.max(0, Math.min(BLOCK, own.itemCount() - block * BLOCK));
        if (known > 0) {
          own.scoreBlock(block, scores);
        }
        Arrays.fill(scores, known, BLOCK, 0);
      }

      @Override
      public Optional<SparseScores> sparse() {
        return own.sparse().map(few -> few.withItems(itemCount));
      }

      @Override
      public float score(int item) {
        return item < own.itemCount() ? own.score(item) : 0;
      }
    };
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    model.scoreAll(queries.stream().map(query -> query.below(model.itemCount())).toList(), scores);
    for (int user = 0; user < queries.size(); user++) {
      Arrays.fill(scores[user], model.itemCount(), itemCount, 0);
    }
  }

  @Override
  public Contributions explain(Query query, int item) {
    return item < model.itemCount()
        ? model.explain(query.below(model.itemCount()), item)
        : Contributions.unexplained(0);
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    return item < model.itemCount()
        ? model.relations(query.below(model.itemCount()), item)
        : List.of(Relation.untold(0));
  }

  @Override
  public boolean relates(int item) {
    return item < model.itemCount() && model.relates(item);
  }

  @Override
  public long sizeInBytes() {
    return model.sizeInBytes();
  }

  @Override
  public @Nullable CoOccurrence sharedCounts() {
    return model.sharedCounts();
  }
}
