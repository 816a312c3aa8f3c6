// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Map;

/**
 * How much else than likeness decides the order of items that are like another.
 *
 * @param popularity how much it counts that many users took an item, from 0, not at all, to 1
 * @param freshness how much it counts that an item is new, from 0 to 1
 */
public record RankingInfluence(double popularity, double freshness) {
  /** Likeness alone. */
  public static final RankingInfluence NONE = new RankingInfluence(0, 0);

  /** What the API calls them. */
  public static final String POPULARITY = "POPULARITY";

  public static final String FRESHNESS = "FRESHNESS";

  /** By the names of the API; what is not named has none. */
  public static RankingInfluence of(Map<String, Double> weights) {
    return new RankingInfluence(
        weights.getOrDefault(POPULARITY, 0.0), weights.getOrDefault(FRESHNESS, 0.0));
  }

  /** Is it likeness alone that decides? */
  public boolean isNone() {
    return popularity == 0 && freshness == 0;
  }

  /**
   * A score with its influence: it is at most trebled, and one that is not above zero stays, so that nothing gets ahead that is
   * not alike.
   *
   * @param popular how popular the item is, from 0 to 1
   * @param fresh how new it is, from 0 to 1
   */
  public float on(float score, float popular, float fresh) {
    return score > 0 ? (float) (score * (1 + popularity * popular + freshness * fresh)) : score;
  }
}
