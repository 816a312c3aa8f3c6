package org.openpersonalize.core.recipe;

import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;

/** What a trainer learned; immutable and safe for any number of threads. */
public interface Model {
  /** Prepares the scoring of all items for the user with this history. */
  CandidateScorer scorer(Profile profile);

  /** Bytes held in memory. */
  long sizeInBytes();
}
