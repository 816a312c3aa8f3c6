// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.ScoreArrays;

/** What a trainer learned; immutable and safe for any number of threads. */
public interface Model {
  /** How many items it scores, numbered from 0. */
  int itemCount();

  /** Prepares the scoring of all items for a query. */
  CandidateScorer scorer(Query query);

  /**
   * Scores all items for a query, as {@link #scorer} does; without more memory than that for those who score all at once.
   *
   * @param scores [at least items], overwritten from its start
   */
  default void scoreAll(Query query, float[] scores) {
    scorer(query).scoreAll(scores);
  }

  /**
   * Scores all items for several users, which some models do much faster than one by one. Scores differ from those of
   * {@link #scorer} by rounding at most.
   *
   * @param scores [at least as many as queries][at least items], overwritten from their starts
   */
  default void scoreAll(List<Query> queries, float[][] scores) {
    for (int user = 0; user < queries.size(); user++) {
      scorer(queries.get(user)).scoreAll(scores[user]);
    }
  }

  /** How many users {@link #batchScorer} is best asked for at a time; as many as have 16 MB of scores together, but no more than 128. */
  default int usersTogether() {
    return Math.max(1, Math.min(128, (4 << 20) / Math.max(1, itemCount())));
  }

  /** Prepares the scoring of all items for several users; as {@link #scoreAll} does it, unless a model needs not keep all scores. */
  default BatchScorer batchScorer(List<Query> queries) {
    float[][] scores = new float[queries.size()][itemCount()];
    scoreAll(queries, scores);
    return new ScoreArrays(scores, itemCount());
  }

  /**
   * What of an item's score comes from which item of the history. Together it is the score that {@link #scorer} gives, within
   * 1e-4 of the query's greatest one. A model that does not take its scores apart has all in the remainder.
   */
  default Contributions explain(Query query, int item) {
    return Contributions.unexplained(scorer(query).score(item));
  }

  /**
   * What of an item's score comes from what, in an answer that is {@linkplain Query#about about} another item. The amounts together
   * are the score that {@link #scorer} gives, within 1e-4 of the query's greatest one.
   */
  default List<Relation> relations(Query query, int item) {
    return List.of(Relation.untold(scorer(query).score(item)));
  }

  /**
   * Does it say what goes with an item that a query is {@linkplain Query#about about}? One that does not look at such an item
   * says nothing of any.
   */
  default boolean relates(int item) {
    return false;
  }

  /** Bytes held in memory. */
  long sizeInBytes();

  /** The counts among them that other models of the same training may hold as well, null if there are none. */
  default @Nullable CoOccurrence sharedCounts() {
    return null;
  }

  /**
   * The same model with further items behind its own, which score as they did. One that knows items by no vectors gives the
   * further ones 0, as it does to one that nobody had taken, and hears nothing of them in a history.
   *
   * @param vectors of the further items, in the space of {@link #itemVectors} if it has any: [further items, K]
   */
  default Model followedBy(FactorMatrix vectors) {
    return new PaddedModel(this, itemCount() + vectors.rows());
  }

  /** The vectors by which it knows items, empty if it knows them otherwise. */
  default Optional<ItemVectors> itemVectors() {
    return Optional.empty();
  }

  /** Learns of events from where its training ended; empty if it learns nothing between trainings. */
  default Optional<OnlineLearner> onlineLearner() {
    return Optional.empty();
  }

  /** What it says of its users, empty if it knows none. */
  default Optional<UserAffinity> userAffinity() {
    return Optional.empty();
  }

  /** What it says of the actions that a user may be offered, empty if it knows none. */
  default Optional<ActionPropensities> actionPropensities() {
    return Optional.empty();
  }
}
