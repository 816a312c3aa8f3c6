// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.evaluation.ModelGroup;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.ranking.Query;

/**
 * Blends that differ in their weights only: the components score a user once, however many weightings there are.
 *
 * @param components what is blended
 * @param weights per blend the weight of each component
 */
record Weightings(List<Model> components, List<double[]> weights) implements ModelGroup {
  @Override
  public int size() {
    return weights.size();
  }

  @Override
  public int itemCount() {
    return components.get(0).itemCount();
  }

  @Override
  public Worker worker(int users) {
    float[][][] scores = new float[components.size()][users][itemCount()];
    double[][] scales = new double[components.size()][users];
    return new Worker() {
      @Override
      public void ask(List<Query> queries) {
        for (int component = 0; component < scores.length; component++) {
          components.get(component).scoreAll(queries, scores[component]);
          for (int user = 0; user < queries.size(); user++) {
            double deviation = BlendModel.deviation(scores[component][user]);
            scales[component][user] = deviation > 0 ? 1 / deviation : 0;
          }
        }
      }

      @Override
      public void scores(int member, int user, float[] into) {
        Arrays.fill(into, 0);
        for (int component = 0; component < scores.length; component++) {
          float[] own = scores[component][user];
          float scale = (float) (weights.get(member)[component] * scales[component][user]);
          if (scale != 0) {
            for (int item = 0; item < into.length; item++) {
              into[item] += scale * own[item];
            }
          }
        }
      }
    };
  }
}
