// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Trains the components one after the other, each on all threads. */
public final class BlendTrainer implements Trainer<BlendModel> {
  private final BlendParameters parameters;

  public BlendTrainer(BlendParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public BlendModel train(TrainingData data, TrainingProgress progress) {
    List<String> names = parameters.names();
    List<BlendModel.Component> trained = new ArrayList<>(names.size());
    for (int n = 0; n < names.size(); n++) {
      progress.throwIfCancelled();
      BlendParameters.Component component = parameters.components().get(n);
      Model model = component
          .parameters()
          .trainer()
          .train(
              data,
              progress.part(names.get(n), (double) n / names.size(), (n + 1.0) / names.size()));
      trained.add(new BlendModel.Component(
          model, component.weight(), CommonScale.of(component.parameters(), model, data)));
    }
    return new BlendModel(trained);
  }
}
