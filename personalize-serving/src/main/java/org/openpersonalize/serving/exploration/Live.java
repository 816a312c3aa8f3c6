// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
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
 * @param youngSince when an item must have been created, or later, to be explored
 * @param records of the items; null if there are none
 */
public record Live(
    Deployment deployment,
    ExplorationConfig config,
    Candidates candidates,
    Instant youngSince,
    @Nullable RecordColumns records) {

  /** One to which nothing is added. */
  static Live of(Deployment deployment) {
    return new Live(deployment, ExplorationConfig.NONE, Candidates.NONE, Instant.MAX, null);
  }

  Live with(RecommendationModel model) {
    return new Live(deployment.with(model), config, candidates, youngSince, records);
  }

  Live with(Candidates others) {
    return new Live(deployment, config, others, youngSince, records);
  }

  /** When an item was created that is not explored for that, though too little is known of it; empty if it is otherwise. */
  public Optional<Instant> tooOld(String itemId) {
    RecommendationModel model = deployment.model();
    OptionalInt item = model.items().find(itemId);
    return !config.isNone()
            && item.isPresent()
            && config.isLittleKnown(model.users(item.getAsInt()))
        ? created(itemId).filter(created -> created.isBefore(youngSince))
        : Optional.empty();
  }

  /** The items of the model among which is explored, a bit each. */
  public BitSet explored() {
    BitSet explored = new BitSet(deployment.model().items().size());
    if (!config.isNone()) {
      Arrays.stream(candidates.items()).forEach(explored::set);
    }
    return explored;
  }

  /** Why an item of the model is not {@linkplain #explored explored} of which nothing was learned. */
  public Unexplored unexplored(int item) {
    if (config.isNone()) {
      return Unexplored.NOTHING_IS;
    }
    Optional<Instant> created = created(deployment.model().items().id(item));
    if (created.isEmpty()) {
      return deployment.model().isNew(item) ? Unexplored.TOO_MANY : Unexplored.UNDATED;
    }
    return created.get().isBefore(youngSince) ? Unexplored.TOO_OLD : Unexplored.TOO_MANY;
  }

  private Optional<Instant> created(String itemId) {
    OptionalInt row = records == null ? OptionalInt.empty() : records.find(itemId);
    return records == null || row.isEmpty() ? Optional.empty() : records.created(row.getAsInt());
  }

  /** What is explored for one request; the same seed decides the same. */
  public Exploration exploration(long seed) {
    return candidates.size() == 0 || config.isNone()
        ? Exploration.NONE
        : new Exploration(
            candidates.items(), config.share(), candidates.sampling().drawn(seed));
  }
}
