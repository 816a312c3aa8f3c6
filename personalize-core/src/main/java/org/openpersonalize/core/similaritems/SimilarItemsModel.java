// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similaritems;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.blend.BlendModel;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.ScoreArray;

/**
 * Scores items by a blend of who took them together, of their factors and of their records, with what popular items are to
 * be held back. An item that the blend says nothing of, which nobody had taken, is judged by its record alone, whatever that
 * counts for the others.
 *
 * <p>Schein, Popescul, Ungar, Pennock: Methods and Metrics for Cold-Start Recommendations, SIGIR 2002.
 */
public final class SimilarItemsModel implements Model {
  private final BlendModel blend;
  private final Model metadata;
  private final int[] users; // [I]
  private final double popularityDiscount;
  private final float @Nullable [] scales; // [I], null where popular items are not held back

  /**
   * @param metadata for items that the blend says nothing of
   * @param users how many took each item, [I]
   * @param popularityDiscount f, see {@link SimilarItemsParameters}
   */
  SimilarItemsModel(BlendModel blend, Model metadata, int[] users, double popularityDiscount) {
    this.blend = blend;
    this.metadata = metadata;
    this.users = users;
    this.popularityDiscount = popularityDiscount;
    this.scales = popularityDiscount == 0 ? null : scales(users, popularityDiscount);
  }

  private static float[] scales(int[] users, double discount) {
    float[] scales = new float[users.length];
    for (int item = 0; item < scales.length; item++) {
      scales[item] = (float) Math.pow(1 + users[item], -discount / 2);
    }
    return scales;
  }

  BlendModel blend() {
    return blend;
  }

  Model metadata() {
    return metadata;
  }

  int[] users() {
    return users;
  }

  /** The same by another blend of the same items. */
  SimilarItemsModel with(BlendModel other) {
    return new SimilarItemsModel(other, metadata, users, popularityDiscount);
  }

  @Override
  public int itemCount() {
    return blend.itemCount();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    if (scales == null) {
      return judge(query).scorer(query);
    }
    float[] scores = new float[itemCount()];
    judge(query).scorer(query).scoreAll(scores);
    holdBack(scores);
    return new ScoreArray(scores);
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    for (int place = 0; place < queries.size(); place++) {
      judge(queries.get(place)).scorer(queries.get(place)).scoreAll(scores[place]);
      holdBack(scores[place]);
    }
  }

  @Override
  public Contributions explain(Query query, int item) {
    return Contributions.NONE.plus(
        scales == null ? 1 : scales[item], judge(query).explain(query, item));
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    float scale = scales == null ? 1 : scales[item];
    return judge(query).relations(query, item).stream()
        .map(each -> each.times(scale))
        .toList();
  }

  private Model judge(Query query) {
    return query.hasItem() && !blend.relates(query.item()) ? metadata : blend;
  }

  private void holdBack(float[] scores) {
    if (scales != null) {
      for (int item = 0; item < scales.length; item++) {
        scores[item] *= scales[item];
      }
    }
  }

  @Override
  public boolean relates(int item) {
    return blend.relates(item) || metadata.relates(item);
  }

  @Override
  public @Nullable CoOccurrence sharedCounts() {
    return blend.sharedCounts();
  }

  @Override
  public Optional<ItemVectors> itemVectors() {
    return blend.itemVectors().map(Placing::new);
  }

  @Override
  public SimilarItemsModel followedBy(FactorMatrix vectors) {
    return new SimilarItemsModel(
        blend.followedBy(vectors),
        metadata.followedBy(vectors),
        Arrays.copyOf(users, users.length + vectors.rows()),
        popularityDiscount);
  }

  /** The blend's vectors, other ones of which make another of these. */
  private final class Placing implements ItemVectors {
    private final ItemVectors own;

    Placing(ItemVectors own) {
      this.own = own;
    }

    @Override
    public int rank() {
      return own.rank();
    }

    @Override
    public FactorMatrix itemFactors() {
      return own.itemFactors();
    }

    @Override
    public boolean isPlaced(int item) {
      return own.isPlaced(item);
    }

    @Override
    public Model withItemFactors(FactorMatrix factors) {
      return with((BlendModel) own.withItemFactors(factors));
    }
  }

  /** Metadata are counted once, though they may be a part of the blend. */
  @Override
  public long sizeInBytes() {
    boolean isShared = blend.components().stream().anyMatch(each -> each.model() == metadata);
    return blend.sizeInBytes()
        + (isShared ? 0 : metadata.sizeInBytes())
        + (long) Integer.BYTES * users.length
        + (scales == null ? 0 : (long) Float.BYTES * scales.length);
  }
}
