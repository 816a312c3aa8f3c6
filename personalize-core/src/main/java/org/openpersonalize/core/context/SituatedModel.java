// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;

/** A model to whose scores what is known of the query's situation is added. */
final class SituatedModel implements Model {
  private final Model model;
  private final ContextModel context;
  private final double temperature;

  SituatedModel(Model model, ContextModel context, double temperature) {
    this.model = model;
    this.context = context;
    this.temperature = temperature;
  }

  @Override
  public int itemCount() {
    return model.itemCount();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    CandidateScorer scorer = model.scorer(query);
    Situation known = context.known(query.context());
    return known.isEmpty() ? scorer : new Lifted(scorer, known);
  }

  private final class Lifted implements CandidateScorer {
    private final CandidateScorer scorer;
    private final Situation known;

    Lifted(CandidateScorer scorer, Situation known) {
      this.scorer = scorer;
      this.known = known;
    }

    @Override
    public int itemCount() {
      return scorer.itemCount();
    }

    @Override
    public void scoreBlock(int block, float[] scores) {
      scorer.scoreBlock(block, scores);
      known.add(temperature, block * BLOCK, BLOCK, scores);
    }

    @Override
    public float score(int item) {
      return scorer.score(item) + known.lift(temperature, item);
    }
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    model.scoreAll(queries, scores);
    for (int user = 0; user < queries.size(); user++) {
      context.known(queries.get(user).context()).add(temperature, 0, itemCount(), scores[user]);
    }
  }

  /** What the situation adds belongs to no item of the history. */
  @Override
  public Contributions explain(Query query, int item) {
    double lift = context.known(query.context()).lift(temperature, item);
    return model.explain(query, item).plus(1, Contributions.unexplained(lift));
  }

  @Override
  public long sizeInBytes() {
    return model.sizeInBytes();
  }

  @Override
  public Model followedBy(FactorMatrix vectors) {
    return new SituatedModel(model.followedBy(vectors), context, temperature);
  }

  @Override
  public Optional<ItemVectors> itemVectors() {
    return model.itemVectors();
  }

  @Override
  public @Nullable CoOccurrence sharedCounts() {
    return model.sharedCounts();
  }
}
