// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.History;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingData;

/** How far the scores of a model that looks at order lie apart: the mean of their deviation over some users. */
final class CommonScale {
  private static final int USERS = 300;

  private CommonScale() {}

  /** The scale for all users; 0 if a model by these parameters is scaled for each user anew. */
  static float of(ModelParameters parameters, Model model, TrainingData data) {
    return parameters.isSequential() ? of(model, data) : 0;
  }

  /** By users that lie evenly among all. */
  private static float of(Model model, TrainingData data) {
    InteractionLog log = data.log();
    ProfileBuilder builder = new ProfileBuilder(data.rule());
    float[] scores = new float[model.itemCount()];
    int stride = Math.max(1, log.usersWith(1) / USERS);
    double sum = 0;
    int asked = 0;
    int met = 0;
    for (int user = 0; user < log.users().size(); user++) {
      if (log.length(user) > 0 && met++ % stride == 0) {
        int from = log.start(user);
        int to = log.end(user);
        Query query = Query.of(
            builder.clear().addAll(log, data.rule(), from, to).build(),
            () -> History.of(log, from, to));
        model.scorer(query).scoreAll(scores);
        sum += BlendModel.deviation(scores);
        asked++;
      }
    }
    return (float) (sum / Math.max(1, asked));
  }
}
