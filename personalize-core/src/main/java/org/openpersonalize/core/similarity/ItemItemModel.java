// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.ScoreArray;

/**
 * Scores an item by how it goes together with those of the history:
 *
 * <pre>
 *   sⱼ = dⱼ^−c Σᵢ wᵢ dᵢ^−a Nᵢⱼ
 * </pre>
 *
 * over the history's items i with their confidences w, N being a {@link CoOccurrence}. A request adds up one row of N for
 * each item of the history, some ten thousand numbers.
 */
public final class ItemItemModel implements Model {
  private final CoOccurrence coOccurrence;
  private final float[] historyScales; // [I], dᵢ^−a
  private final float[] targetScales; // [I], dⱼ^−c
  private final boolean isCounted; // is N how many had both?

  /**
   * @param coOccurrence N, which may be shared with other models
   * @param historyExponent a
   * @param targetExponent c
   */
  public ItemItemModel(CoOccurrence coOccurrence, double historyExponent, double targetExponent) {
    this(coOccurrence, historyExponent, targetExponent, false);
  }

  /** A model on counts in which each user, or basket, is one, so that it can tell how many had both of two items. */
  public static ItemItemModel ofCounts(
      CoOccurrence counts, double historyExponent, double targetExponent) {
    return new ItemItemModel(counts, historyExponent, targetExponent, true);
  }

  private ItemItemModel(
      CoOccurrence coOccurrence, double historyExponent, double targetExponent, boolean isCounted) {
    this.isCounted = isCounted;
    this.coOccurrence = coOccurrence;
    this.historyScales = CoOccurrence.powers(coOccurrence.degrees(), -historyExponent);
    this.targetScales = CoOccurrence.powers(coOccurrence.degrees(), -targetExponent);
  }

  /** A model on the same counts with other exponents; costs nothing but 8 bytes an item. */
  public ItemItemModel withExponents(double historyExponent, double targetExponent) {
    return new ItemItemModel(coOccurrence, historyExponent, targetExponent, isCounted);
  }

  public CoOccurrence coOccurrence() {
    return coOccurrence;
  }

  @Override
  public int itemCount() {
    return coOccurrence.items();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] scores = new float[itemCount()];
    scoreAll(query, scores);
    return new ScoreArray(scores);
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    for (int user = 0; user < queries.size(); user++) {
      scoreAll(queries.get(user), scores[user]);
    }
  }

  /** Each term of the sum. */
  @Override
  public Contributions explain(Query query, int item) {
    Profile profile = query.basis();
    return Contributions.of(
        profile,
        n -> (double) targetScales[item]
            * historyScale(profile, n)
            * coOccurrence.sum(profile.items()[n], item));
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    int about = query.item();
    double together = coOccurrence.sum(about, item);
    double amount = (double) targetScales[item] * historyScales[about] * together;
    return List.of(Relation.ofUsers(amount, isCounted ? met(about, item) : null));
  }

  private Relation.Meetings met(int about, int item) {
    float[] degrees = coOccurrence.degrees();
    return new Relation.Meetings(
        Math.round(coOccurrence.sum(about, item)),
        Math.round(degrees[about]),
        Math.round(degrees[item]));
  }

  @Override
  public void scoreAll(Query query, float[] scores) {
    Profile profile = query.basis();
    Arrays.fill(scores, 0, itemCount(), 0);
    float[] scales = new float[profile.size()];
    for (int n = 0; n < scales.length; n++) {
      scales[n] = historyScale(profile, n);
    }
    coOccurrence.addScaled(scores, scales, profile.items());
    for (int item = 0; item < targetScales.length; item++) {
      scores[item] *= targetScales[item];
    }
  }

  /** wᵢ dᵢ^−a of the n-th item of a history. */
  private float historyScale(Profile profile, int n) {
    return profile.confidences()[n] * historyScales[profile.items()[n]];
  }

  /** Has it neighbours beside itself? */
  @Override
  public boolean relates(int item) {
    int neighbours = coOccurrence.neighbours(item);
    return neighbours > 1 || neighbours == 1 && coOccurrence.sum(item, item) == 0;
  }

  @Override
  public CoOccurrence sharedCounts() {
    return coOccurrence;
  }

  @Override
  public long sizeInBytes() {
    return coOccurrence.sizeInBytes() + 2L * Float.BYTES * itemCount();
  }
}
