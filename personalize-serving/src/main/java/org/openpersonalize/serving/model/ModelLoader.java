// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.io.IOException;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.stereotype.Component;

/** Fetches a published model and verifies its checksums. */
@Component
public class ModelLoader {
  private final PublishedModels models;
  private final ObjectStore objects;

  public ModelLoader(PublishedModels models, ObjectStore objects) {
    this.models = models;
    this.objects = objects;
  }

  /**
   * Loads the model of a solution version.
   *
   * @throws org.openpersonalize.core.artifact.UnreadableModelException if its files are damaged
   * @throws IOException if they cannot be fetched
   */
  public RecommendationModel load(Arn solutionVersionArn) throws IOException {
    PublishedModel published = models
        .find(solutionVersionArn)
        .orElseThrow(() -> new IOException("No model of " + solutionVersionArn + " is published"));
    return RecommendationModel.load(
        file -> objects.open(published.bucket(), published.prefix() + file));
  }
}
