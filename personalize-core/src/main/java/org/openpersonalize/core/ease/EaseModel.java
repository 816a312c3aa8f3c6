// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.HalfRows;
import org.openpersonalize.core.matrix.Pool;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.ScoreArray;

/**
 * Scores an item by what each item of the history says about it:
 *
 * <pre>
 *   sⱼ = dⱼ^r Σᵢ wᵢ dᵢ^l Bᵢⱼ
 * </pre>
 *
 * over the history's items i ≠ j with their confidences w. B is dense among the n items of the head and {@code Gᵢⱼ / L}
 * for all other pairs, see {@link EaseTrainer}.
 */
public final class EaseModel implements Model {
  private final float[] degrees; // [I]
  private final int[] head; // [n], ascending
  private final HalfRows weights; // [n, n], B among the head's items
  private final @Nullable CoOccurrence counts; // N, null where all items are in the head
  private final float ridge; // L
  private final boolean[] isInHead; // [I]
  private final int[] placeInHead; // [I]
  private final float[] historyScales; // [I], dᵢ^l
  private final float[] targetScales; // [I], dⱼ^r
  private final float[] rootScales; // [I], dⱼ^−½
  private final Pool<Worker> workers = new Pool<>(Worker::new);

  /**
   * @param degrees [I], the number of users of each item
   * @param head [n], the items B is dense among, in ascending order
   * @param weights B, [n, n], zero on its diagonal
   * @param counts N; null if no item outside the head has users
   * @param ridge L
   * @param historyExponent l
   * @param targetExponent r
   */
  public EaseModel(
      float[] degrees,
      int[] head,
      HalfRows weights,
      @Nullable CoOccurrence counts,
      float ridge,
      double historyExponent,
      double targetExponent) {
    this.degrees = degrees;
    this.head = head;
    this.weights = weights;
    this.counts = counts;
    this.ridge = ridge;
    this.isInHead = new boolean[degrees.length];
    this.placeInHead = new int[degrees.length];
    for (int row = 0; row < head.length; row++) {
      isInHead[head[row]] = true;
      placeInHead[head[row]] = row;
    }
    this.historyScales = CoOccurrence.powers(degrees, historyExponent);
    this.targetScales = CoOccurrence.powers(degrees, targetExponent);
    this.rootScales = CoOccurrence.powers(degrees, -0.5);
  }

  /** Has any item users that is not in the head? */
  public static boolean hasTail(float[] degrees, int[] head) {
    int withUsers = 0;
    for (float degree : degrees) {
      withUsers += degree > 0 ? 1 : 0;
    }
    return withUsers > head.length;
  }

  /** The same solution with other exponents; costs a few bytes an item. */
  public EaseModel withExponents(double historyExponent, double targetExponent) {
    return new EaseModel(degrees, head, weights, counts, ridge, historyExponent, targetExponent);
  }

  @Override
  public int itemCount() {
    return degrees.length;
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] scores = new float[itemCount()];
    scoreAll(query, scores);
    return new ScoreArray(scores);
  }

  @Override
  public void scoreAll(Query query, float[] scores) {
    workers.use(worker -> worker.score(query.profile(), scores));
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
    Profile profile = query.profile();
    return Contributions.of(
        profile,
        n -> (double) targetScales[item]
            * profile.confidences()[n]
            * historyScales[profile.items()[n]]
            * weight(profile.items()[n], item));
  }

  /** Bᵢⱼ, wherever it is kept. */
  private double weight(int item, int other) {
    if (isInHead[item] && isInHead[other]) {
      return weights.get(placeInHead[item], placeInHead[other]);
    }
    return counts == null || item == other
        ? 0
        : (double) rootScales[item] * rootScales[other] * counts.sum(item, other) / ridge;
  }

  /** Scores one user after the other. */
  private final class Worker {
    private final float[] sums = new float[head.length];

    void score(Profile profile, float[] scores) {
      Arrays.fill(scores, 0, itemCount(), 0);
      if (counts != null) {
        addTail(counts, profile, scores);
      }
      addHead(profile, scores);
    }

    /** The pairs that are not both in the head. */
    private void addTail(CoOccurrence pairs, Profile profile, float[] scores) {
      for (int n = 0; n < profile.size(); n++) {
        int item = profile.items()[n];
        if (isInHead[item]) {
          pairs.addScaled(scores, tailScale(profile, n), item);
        }
      }
      for (int item : head) {
        scores[item] = 0;
      }
      for (int n = 0; n < profile.size(); n++) {
        int item = profile.items()[n];
        if (!isInHead[item]) {
          float ofOthers = scores[item];
          pairs.addScaled(scores, tailScale(profile, n), item);
          scores[item] = ofOthers;
        }
      }
      for (int item = 0; item < itemCount(); item++) {
        scores[item] *= rootScales[item] * targetScales[item];
      }
    }

    private float tailScale(Profile profile, int n) {
      int item = profile.items()[n];
      return profile.confidences()[n] * historyScales[item] * rootScales[item] / ridge;
    }

    private void addHead(Profile profile, float[] scores) {
      int[] rows = new int[profile.size()];
      float[] scales = new float[profile.size()];
      int count = 0;
      for (int n = 0; n < profile.size(); n++) {
        int item = profile.items()[n];
        if (isInHead[item]) {
          rows[count] = placeInHead[item];
          scales[count++] = profile.confidences()[n] * historyScales[item];
        }
      }
      Arrays.fill(sums, 0);
      weights.add(sums, rows, scales, count);
      for (int place = 0; place < head.length; place++) {
        scores[head[place]] += sums[place] * targetScales[head[place]];
      }
    }
  }

  /** Users of each item, [I]; read only. */
  public float[] degrees() {
    return degrees;
  }

  /** The items B is dense among, ascending; read only. */
  public int[] head() {
    return head;
  }

  /** B among the head's items, [n, n]. */
  public HalfRows weights() {
    return weights;
  }

  /** N, null if no item outside the head has users. */
  public @Nullable CoOccurrence counts() {
    return counts;
  }

  /** L. */
  public float ridge() {
    return ridge;
  }

  @Override
  public @Nullable CoOccurrence sharedCounts() {
    return counts;
  }

  @Override
  public long sizeInBytes() {
    long perItem = 4L * Float.BYTES + Integer.BYTES + 1;
    return weights.sizeInBytes()
        + (long) Integer.BYTES * head.length
        + perItem * itemCount()
        + (counts == null ? 0 : counts.sizeInBytes());
  }
}
