// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.ranking.Exploration;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.serving.model.Deployment;

/**
 * A deployment at this moment, fixed for a request.
 *
 * @param deployment whose model knows the items that came since it was trained
 * @param records of the items; null if there are none
 */
public record Live(
    Deployment deployment,
    ExplorationConfig config,
    Candidates candidates,
    @Nullable RecordColumns records) {

  /** One to which nothing is added. */
  static Live of(Deployment deployment) {
    return new Live(deployment, ExplorationConfig.NONE, Candidates.NONE, null);
  }

  Live with(Candidates others) {
    return new Live(deployment, config, others, records);
  }

  /** When an item was created that is not explored for that, though too little is known of it; empty if it is otherwise. */
  public Optional<Instant> tooOld(String itemId) {
    if (config.isNone() || records == null) {
      return Optional.empty();
    }
    RecommendationModel model = deployment.model();
    OptionalInt item = model.items().find(itemId);
    OptionalInt row = records.find(itemId);
    return row.isPresent() && item.isPresent() && NewItemScan.isLittleKnown(model, item.getAsInt())
        ? NewItemScan.created(records, row.getAsInt())
            .filter(created -> created.isBefore(config.youngSince(model.newestInteraction())))
        : Optional.empty();
  }

  /** What is explored for one request; the same seed decides the same. */
  public Exploration exploration(long seed) {
    return candidates.size() == 0 || config.isNone()
        ? Exploration.NONE
        : new Exploration(
            candidates.items(), config.share(), candidates.sampling().drawn(seed));
  }
}
