// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.DeployedModels;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.springframework.stereotype.Component;

/**
 * Says before something is deployed whether a node has room for its model, beside all that are deployed: each of them may be asked
 * for at any time, and is in memory from then on. Nodes that answer are taken to have as much memory for models as this one.
 */
@Component
public class ModelRoom {
  private final PublishedModels models;
  private final DeployedModels deployed;
  private final ModelMemory memory;

  ModelRoom(PublishedModels models, DeployedModels deployed, ModelMemory memory) {
    this.models = models;
    this.deployed = deployed;
    this.memory = memory;
  }

  /** Why the model of what was trained is not to be deployed besides; empty if there is room. */
  public Optional<String> refusal(Arn trained) {
    long needed = models.find(trained).map(PublishedModel::sizeInBytes).orElse(0L);
    long others = deployed.bytes();
    return memory.fits(others, needed)
        ? Optional.empty()
        : Optional.of(memory.refusal(trained, needed, others));
  }
}
