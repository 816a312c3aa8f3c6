// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similaritems;

import java.util.Optional;
import org.openpersonalize.core.blend.BlendModel;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.metadata.MetadataModel;
import org.openpersonalize.core.metadata.MetadataParameters;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Trains the blend, and has the metadata ready for items that it says nothing of. */
public final class SimilarItemsTrainer implements Trainer<SimilarItemsModel> {
  private final SimilarItemsParameters parameters;

  public SimilarItemsTrainer(SimilarItemsParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public SimilarItemsModel train(TrainingData data, TrainingProgress progress) {
    BlendModel blend = parameters.blend().trainer().train(data, progress);
    MetadataModel metadata = metadataOf(blend)
        .orElseGet(() -> MetadataParameters.DEFAULT.trainer().train(data, progress.silent()));
    int[] users = new PopularityTrainer().train(data, progress.silent()).users();
    return new SimilarItemsModel(blend, metadata, users, parameters.popularityDiscount());
  }

  /** The blend's own metadata, which need not be there twice. */
  static Optional<MetadataModel> metadataOf(BlendModel blend) {
    return blend.components().stream()
        .map(BlendModel.Component::model)
        .filter(MetadataModel.class::isInstance)
        .map(MetadataModel.class::cast)
        .findFirst();
  }
}
