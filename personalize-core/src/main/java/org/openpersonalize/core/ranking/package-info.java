/**
 * From scores to an ordered list.
 *
 * <p>Start at {@link Ranker}: it goes through a {@link CandidateScorer}'s items block by block, keeps the best in a
 * {@link TopN} and turns scores into probabilities. Of {@link SparseScores} it looks at those alone that are there. A {@link BatchScorer} has
 * the blocks of several users, who are answered together.
 */
@NullMarked
package org.openpersonalize.core.ranking;

import org.jspecify.annotations.NullMarked;
