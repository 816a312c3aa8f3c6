package org.openpersonalize.core.popularity;

import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.recipe.Trainer;
import org.openpersonalize.core.recipe.TrainingData;
import org.openpersonalize.core.recipe.TrainingProgress;

/** Counts the unique users of each item. */
public final class PopularityTrainer implements Trainer<PopularityModel> {
  @Override
  public PopularityModel train(TrainingData data, TrainingProgress progress) {
    InteractionMatrix usersByItems = data.usersByItems();
    int[] users = new int[usersByItems.columns()];
    for (int item : usersByItems.columnIndices()) {
      users[item]++;
    }
    progress.report(1, Double.NaN, "count");
    return new PopularityModel(users);
  }
}
