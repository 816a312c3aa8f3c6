// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.serving.exploration.Live;

/** Says of items why they are not shown. */
final class Judge {
  private final Live live;
  private final RecommendationModel model;
  private final BitSet explored;
  private final Showings showings;

  Judge(Live live, Showings showings) {
    this.live = live;
    this.model = live.deployment().model();
    this.explored = live.explored();
    this.showings = showings;
  }

  /**
   * Why an item is not shown; empty if it is, or if nobody asked.
   *
   * @param taken how often, until now
   */
  Optional<BlindSpotReason> of(String itemId, int taken) {
    OptionalInt item = model.items().find(itemId);
    if (item.isEmpty()) {
      return Optional.of(BlindSpotReason.ARRIVED_AFTER_TRAINING);
    }
    return ofKnown(item.getAsInt(), taken);
  }

  private Optional<BlindSpotReason> ofKnown(int item, int taken) {
    if (showings.shown(item) > 0) {
      return Optional.empty();
    }
    if (!explored.get(item) && !model.isLearned(item)) {
      return Optional.of(
          taken > 0
              ? BlindSpotReason.UNCOUNTED_INTERACTIONS
              : BlindSpotReason.of(live.unexplored(item)));
    }
    if (showings.isKeptOut(item)) {
      return Optional.of(BlindSpotReason.FILTERED);
    }
    return showings.sayAnything() ? Optional.of(BlindSpotReason.NOT_SHOWN) : Optional.empty();
  }

  /** How often an item was shown; 0 if the model does not know it. */
  int shown(String itemId) {
    OptionalInt item = model.items().find(itemId);
    return item.isPresent() ? showings.shown(item.getAsInt()) : 0;
  }
}
