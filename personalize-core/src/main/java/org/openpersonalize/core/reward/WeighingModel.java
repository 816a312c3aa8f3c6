// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.reward;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;

/** A model to which some items of a history say more than others. */
final class WeighingModel implements Model {
  private final Model model;
  private final float[] weights; // [items]

  WeighingModel(Model model, float[] weights) {
    this.model = model;
    this.weights = weights;
  }

  @Override
  public int itemCount() {
    return model.itemCount();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    return model.scorer(query.weighed(weights));
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    model.scoreAll(weighed(queries), scores);
  }

  @Override
  public int usersTogether() {
    return model.usersTogether();
  }

  @Override
  public BatchScorer batchScorer(List<Query> queries) {
    return model.batchScorer(weighed(queries));
  }

  private List<Query> weighed(List<Query> queries) {
    return queries.stream().map(query -> query.weighed(weights)).toList();
  }

  @Override
  public Contributions explain(Query query, int item) {
    return model.explain(query.weighed(weights), item);
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    return model.relations(query.weighed(weights), item);
  }

  @Override
  public long sizeInBytes() {
    return model.sizeInBytes() + (long) Float.BYTES * weights.length;
  }

  @Override
  public @Nullable CoOccurrence sharedCounts() {
    return model.sharedCounts();
  }
}
