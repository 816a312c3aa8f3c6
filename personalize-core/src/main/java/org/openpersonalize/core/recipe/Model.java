package org.openpersonalize.core.recipe;

import java.util.List;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;

/** What a trainer learned; immutable and safe for any number of threads. */
public interface Model {
  /** How many items it scores, numbered from 0. */
  int itemCount();

  /** Prepares the scoring of all items for the user with this history. */
  CandidateScorer scorer(Profile profile);

  /**
   * Scores all items for several users, which some models do much faster than one by one. Scores differ from those of
   * {@link #scorer} by rounding at most.
   *
   * @param scores [at least as many as profiles][at least items], overwritten from their starts
   */
  default void scoreAll(List<Profile> profiles, float[][] scores) {
    for (int user = 0; user < profiles.size(); user++) {
      scorer(profiles.get(user)).scoreAll(scores[user]);
    }
  }

  /** Bytes held in memory. */
  long sizeInBytes();
}
