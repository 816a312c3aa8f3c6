// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.ScoreArray;

/**
 * A history in a model's numbers, with the model's scores by it from the second time on that it is asked for them: most visitors ask once
 * before they do something else, and would take room for nothing. Safe for any number of threads.
 */
final class Reading {
  private final NumberedHistory history;
  private final KeptScores room;
  private boolean wasAsked; // a race costs one more computation
  private volatile KeptScores.@Nullable Kept kept;

  /** @param room {@link KeptScores#NONE} where the same history is read anew for every question */
  Reading(NumberedHistory history, KeptScores room) {
    this.history = history;
    this.room = room;
  }

  NumberedHistory history() {
    return history;
  }

  /**
   * What the model says of all items by nothing but this history.
   *
   * @param model asked if it was not kept; the same one whenever this is called
   */
  CandidateScorer scorer(Supplier<CandidateScorer> model) {
    KeptScores.Kept known = kept;
    ScoreArray scores = known == null ? null : known.scores();
    if (scores != null) {
      room.countFound();
      return scores;
    }
    CandidateScorer scorer = model.get();
    if (scorer instanceof ScoreArray computed) {
      room.countComputed();
      if (wasAsked) {
        kept = room.keep(computed);
      }
      wasAsked = true;
    }
    return scorer;
  }

  /** Lets go of the scores, if there are any; nobody is going to ask. */
  void forget() {
    KeptScores.Kept known = kept;
    if (known != null) {
      room.release(known);
    }
  }
}
