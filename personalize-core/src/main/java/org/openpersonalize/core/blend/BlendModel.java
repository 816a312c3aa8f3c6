// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.Pool;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.ranking.SparseScores;

/**
 * The weighted sum of what several models say.
 *
 * <p>Each component's scores are first divided by their own standard deviation over all items, for each user anew: a
 * factorization's lie between 0 and 1 whatever the user did, those of a co-occurrence grow with the history. Those of a component
 * that looks at the order of a history are divided by one number for all users, since they are the greater the more it has met of
 * a history, and little of it must not count as much.
 */
public final class BlendModel implements Model {
  private static final double ROUNDING = 1e-12;

  private final List<Component> components;
  private final int scaledBy;
  private final Pool<float[]> scores; // of a component, [items]

  /**
   * One of them.
   *
   * @param weight ≥ 0
   * @param scale what its scores are divided by; 0 for their deviation over the items, for each user anew
   */
  public record Component(Model model, double weight, float scale) {
    /** One whose scores are divided by their deviation, for each user anew. */
    public Component(Model model, double weight) {
      this(model, weight, 0);
    }

    Component withWeight(double other) {
      return new Component(model, other, scale);
    }

    /** {@code weight / deviation}, zero if all scores are the same. */
    float factor(float[] scores, int items) {
      double deviation = scale > 0 ? scale : deviation(scores, items);
      return deviation > 0 ? (float) (weight / deviation) : 0;
    }
  }

  /** @param components at least one, all for the same items */
  public BlendModel(List<Component> components) {
    this(components, components.get(0).model().itemCount());
  }

  /** @param scaledBy by how many of the items, which are the first, the scores are brought to one scale */
  private BlendModel(List<Component> components, int scaledBy) {
    this.components = List.copyOf(components);
    this.scaledBy = scaledBy;
    this.scores = new Pool<>(() -> new float[itemCount()]);
  }

  public List<Component> components() {
    return components;
  }

  @Override
  public int itemCount() {
    return components.get(0).model().itemCount();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] sum = new float[itemCount()];
    scores.use(own -> {
      for (Component component : components) {
        if (component.weight() > 0) {
          addStandardized(sum, component, query, own);
        }
      }
    });
    return new ScoreArray(sum);
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    float[][] own = new float[queries.size()][itemCount()];
    for (int user = 0; user < queries.size(); user++) {
      Arrays.fill(scores[user], 0, itemCount(), 0);
    }
    for (Component component : components) {
      component.model().scoreAll(queries, own);
      for (int user = 0; user < queries.size(); user++) {
        addStandardized(scores[user], component, own[user]);
      }
    }
  }

  /**
   * What the components say, each in units of its own deviation for this query. That the deviations themselves come from the
   * history is not taken apart.
   */
  @Override
  public Contributions explain(Query query, int item) {
    Contributions sum = Contributions.NONE;
    float[] own = new float[itemCount()];
    for (Component component : components) {
      component.model().scorer(query).scoreAll(own);
      sum = sum.plus(component.factor(own, scaledBy), component.model().explain(query, item));
    }
    return sum;
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    List<Relation> all = new ArrayList<>();
    for (Component component : components) {
      float factor = component.factor(component.model().scorer(query).scores(), scaledBy);
      if (factor > 0) {
        component.model().relations(query, item).forEach(each -> all.add(each.times(factor)));
      }
    }
    return all;
  }

  @Override
  public boolean relates(int item) {
    return components.stream()
        .anyMatch(each -> each.weight() > 0 && each.model().relates(item));
  }

  /** @param own [items], overwritten */
  private void addStandardized(float[] sum, Component component, Query query, float[] own) {
    if (component.scale() == 0) {
      component.model().scoreAll(query, own);
      addStandardized(sum, component, own);
      return;
    }
    CandidateScorer scorer = component.model().scorer(query);
    Optional<SparseScores> few = scorer.sparse();
    if (few.isPresent()) {
      float factor = (float) (component.weight() / component.scale());
      few.get().sums().forEach((item, score) -> sum[item] += factor * score);
    } else {
      addStandardized(sum, component, scorer.scores());
    }
  }

  /** Adds {@code weight · scores / deviation}, nothing if all scores are the same. */
  private void addStandardized(float[] sum, Component component, float[] scores) {
    float factor = component.factor(scores, scaledBy);
    if (factor > 0) {
      for (int item = 0; item < scores.length; item++) {
        sum[item] += factor * scores[item];
      }
    }
  }

  /** The standard deviation of scores over all items. */
  public static double deviation(float[] scores) {
    return deviation(scores, scores.length);
  }

  /** That over the first items; four sums side by side, since it is asked for at every request. */
  private static double deviation(float[] scores, int items) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    double squares0 = 0;
    double squares1 = 0;
    double squares2 = 0;
    double squares3 = 0;
    int item = 0;
    for (; item + 3 < items; item += 4) {
      double score0 = scores[item];
      double score1 = scores[item + 1];
      double score2 = scores[item + 2];
      double score3 = scores[item + 3];
      sum0 += score0;
      sum1 += score1;
      sum2 += score2;
      sum3 += score3;
      squares0 += score0 * score0;
      squares1 += score1 * score1;
      squares2 += score2 * score2;
      squares3 += score3 * score3;
    }
    for (; item < items; item++) {
      sum0 += scores[item];
      squares0 += (double) scores[item] * scores[item];
    }
    double mean = (sum0 + sum1 + sum2 + sum3) / items;
    double meanSquare = (squares0 + squares1 + squares2 + squares3) / items;
    return deviation(mean, meanSquare);
  }

  /** Zero where the two are as near as rounding brings those of equal scores. */
  private static double deviation(double mean, double meanSquare) {
    double variance = meanSquare - mean * mean;
    return variance > ROUNDING * meanSquare ? Math.sqrt(variance) : 0;
  }

  /** The scale of what components say stays that of the items before. */
  @Override
  public BlendModel followedBy(FactorMatrix vectors) {
    return new BlendModel(mapped(model -> model.followedBy(vectors)), scaledBy);
  }

  private List<Component> mapped(UnaryOperator<Model> change) {
    return components.stream()
        .map(each -> new Component(change.apply(each.model()), each.weight(), each.scale()))
        .toList();
  }

  /** Those of the first component that has any. */
  @Override
  public Optional<ItemVectors> itemVectors() {
    return components.stream()
        .map(Component::model)
        .filter(model -> model.itemVectors().isPresent())
        .findFirst()
        .map(this::vectorsOf);
  }

  private ItemVectors vectorsOf(Model component) {
    ItemVectors own = component.itemVectors().orElseThrow();
    return new ItemVectors() {
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
        return new BlendModel(
            mapped(model -> model == component ? own.withItemFactors(factors) : model), scaledBy);
      }
    };
  }

  /** Bytes held in memory; what components share is counted once. */
  @Override
  public long sizeInBytes() {
    Set<CoOccurrence> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    long size = 0;
    for (Component component : components) {
      size += component.model().sizeInBytes();
      CoOccurrence counts = component.model().sharedCounts();
      if (counts != null && !distinct.add(counts)) {
        size -= counts.sizeInBytes();
      }
    }
    return size;
  }
}
