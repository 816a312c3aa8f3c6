// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.blend.BlendModel.Component;
import org.openpersonalize.core.evaluation.ModelGroup;
import org.openpersonalize.core.ranking.Query;

/**
 * Blends that differ in their weights only: the components score a user once, however many weightings there are.
 *
 * @param components what is blended, with whatever weight
 * @param weights per blend the weight of each component
 */
record Weightings(List<Component> components, List<double[]> weights) implements ModelGroup {
  @Override
  public int size() {
    return weights.size();
  }

  @Override
  public int itemCount() {
    return components.get(0).model().itemCount();
  }

  @Override
  public Worker worker(int users) {
    List<Share> shares = IntStream.range(0, components.size())
        .filter(component -> weights.stream().anyMatch(each -> each[component] != 0))
        .mapToObj(component -> new Share(component, users))
        .toList();
    float[] sum = new float[itemCount()];
    return new Worker() {
      @Override
      public void ask(List<Query> queries) {
        shares.forEach(share -> share.ask(queries));
      }

      @Override
      public float[] scores(int member, int user) {
        shares.get(0).writeTo(sum, user, weights.get(member)[shares.get(0).component]);
        for (Share share : shares.subList(1, shares.size())) {
          share.addTo(sum, user, weights.get(member)[share.component]);
        }
        return sum;
      }
    };
  }

  /** What one component says to some users; of few items as a rule where it looks at order. */
  private final class Share {
    private static final int FEW = 8; // of all items one in so many

    private final int component;
    private final float[][] scores;
    private final double[] factors;
    private final int[] @Nullable []
        places; // of scores that are not 0, null where these are not few

    Share(int component, int users) {
      this.component = component;
      this.scores = new float[users][itemCount()];
      this.factors = new double[users];
      this.places = new int[users][];
    }

    void ask(List<Query> queries) {
      components.get(component).model().scoreAll(queries, scores);
      for (int user = 0; user < queries.size(); user++) {
        factors[user] = components.get(component).factor(scores[user], scores[user].length);
        places[user] = few(scores[user]);
      }
    }

    private static int @Nullable [] few(float[] scores) {
      int[] few = new int[scores.length / FEW];
      int count = 0;
      for (int item = 0; item < scores.length; item++) {
        if (scores[item] != 0) {
          if (count == few.length) {
            return null;
          }
          few[count++] = item;
        }
      }
      return Arrays.copyOf(few, count);
    }

    /** As {@link #addTo} where nothing was added before. */
    void writeTo(float[] sum, int user, double weight) {
      float scale = (float) (weight * factors[user]);
      if (scale == 0 || places[user] != null) {
        Arrays.fill(sum, 0);
        addTo(sum, user, weight);
      } else {
        float[] own = scores[user];
        for (int item = 0; item < sum.length; item++) {
          sum[item] = scale * own[item];
        }
      }
    }

    void addTo(float[] sum, int user, double weight) {
      float scale = (float) (weight * factors[user]);
      float[] own = scores[user];
      int[] few = places[user];
      if (scale != 0 && few == null) {
        for (int item = 0; item < sum.length; item++) {
          sum[item] += scale * own[item];
        }
      } else if (scale != 0) {
        for (int item : few) {
          sum[item] += scale * own[item];
        }
      }
    }
  }
}
