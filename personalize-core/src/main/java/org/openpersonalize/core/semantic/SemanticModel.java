// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.content.RecordVectors;
import org.openpersonalize.core.content.RecordWords;
import org.openpersonalize.core.factorsimilarity.FactorSimilarityModel;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.RankingInfluence;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.Relation.Shared;

/**
 * Scores items by the cosine of their texts' vectors with that of the item that is asked about, or with the sum of those of
 * the history, and as far as the query wants it by how popular and how new they are. That is fixed when it is trained; an item
 * that came later has been taken by nobody and is as new as can be.
 */
public final class SemanticModel implements Model, RecordVectors, RecordWords {
  private final TextVectors texts;
  private final FactorSimilarityModel cosines;
  private final ItemStanding standing;

  SemanticModel(TextVectors texts, FactorSimilarityModel cosines, ItemStanding standing) {
    this.texts = texts;
    this.cosines = cosines;
    this.standing = standing;
  }

  /**
   * What is known of items beside their texts.
   *
   * @param popularity [I], from 0 to 1, see {@link SemanticTrainer}
   * @param freshness [I], from 0 to 1
   */
  record ItemStanding(float[] popularity, float[] freshness) {
    private ItemStanding followedBy(int newItems) {
      int known = freshness.length;
      float[] withNew = Arrays.copyOf(freshness, known + newItems);
      Arrays.fill(withNew, known, withNew.length, 1);
      return new ItemStanding(Arrays.copyOf(popularity, withNew.length), withNew);
    }

    private float influenced(float score, RankingInfluence influence, int item) {
      return influence.on(score, popularity[item], freshness[item]);
    }
  }

  TextVectors texts() {
    return texts;
  }

  ItemStanding standing() {
    return standing;
  }

  /** The texts' vectors, [I, K], of length one or zero. */
  FactorMatrix vectors() {
    return cosines.itemFactors();
  }

  @Override
  public int itemCount() {
    return cosines.itemCount();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    CandidateScorer likeness = cosines.scorer(query);
    RankingInfluence influence = query.influence();
    return influence.isNone() ? likeness : new Influenced(likeness, influence);
  }

  private final class Influenced implements CandidateScorer {
    private final CandidateScorer likeness;
    private final RankingInfluence influence;

    Influenced(CandidateScorer likeness, RankingInfluence influence) {
      this.likeness = likeness;
      this.influence = influence;
    }

    @Override
    public int itemCount() {
      return likeness.itemCount();
    }

    @Override
    public void scoreBlock(int block, float[] scores) {
      likeness.scoreBlock(block, scores);
      int first = block * BLOCK;
      int count = Math.min(BLOCK, itemCount() - first);
      for (int n = 0; n < count; n++) {
        scores[n] = standing.influenced(scores[n], influence, first + n);
      }
    }

    @Override
    public float score(int item) {
      return standing.influenced(likeness.score(item), influence, item);
    }
  }

  @Override
  public Contributions explain(Query query, int item) {
    Contributions likeness = cosines.explain(query, item);
    return Contributions.NONE.plus(lift(query, item, (float) likeness.sum()), likeness);
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    return cosines.relations(query, item).stream()
        .map(each -> Relation.ofCosine(Relation.Kind.TEXTS, each.amount()))
        .map(each -> each.times(lift(query, item, (float) each.amount())))
        .toList();
  }

  private double lift(Query query, int item, float score) {
    return score == 0 ? 1 : standing.influenced(score, query.influence(), item) / score;
  }

  @Override
  public List<Shared> sharedWords(ItemRecords both) {
    return texts.shared(new ItemTexts(both));
  }

  @Override
  public boolean relates(int item) {
    return cosines.relates(item);
  }

  @Override
  public FactorMatrix of(ItemRecords items) {
    return texts.of(items);
  }

  @Override
  public SemanticModel followedBy(FactorMatrix vectors) {
    return new SemanticModel(
        texts, cosines.followedBy(vectors), standing.followedBy(vectors.rows()));
  }

  @Override
  public Optional<ItemVectors> itemVectors() {
    return Optional.of(new Placing());
  }

  /** The vectors of the texts, other ones of which make another of these. */
  private final class Placing implements ItemVectors {
    @Override
    public int rank() {
      return cosines.rank();
    }

    @Override
    public FactorMatrix itemFactors() {
      return cosines.itemFactors();
    }

    @Override
    public boolean isPlaced(int item) {
      return cosines.isPlaced(item);
    }

    @Override
    public Model withItemFactors(FactorMatrix factors) {
      return new SemanticModel(texts, cosines.withItemFactors(factors), standing);
    }
  }

  @Override
  public long sizeInBytes() {
    return texts.sizeInBytes() + cosines.sizeInBytes() + 2L * Float.BYTES * itemCount();
  }
}
