// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.schema.DatasetType;

/**
 * How much data a training needs, and of how many kinds it may be, by the limits of the API.
 *
 * @param interactions at least so many
 * @param eventType interactions of this type, in any case, are those that are counted; null if all are
 * @param returningUsers at least so many must have two interactions each
 * @param shareOfReturningUsers and at least this share of all users
 * @param datasets that must exist beside the interactions
 */
public record MinimumData(
    int interactions,
    @Nullable String eventType,
    int returningUsers,
    double shareOfReturningUsers,
    Set<DatasetType> datasets) {
  /** What most recipes need. */
  static final MinimumData INTERACTIONS = new MinimumData(1000, null, 25, 0.01, Set.of());

  /** Trains without an interaction. */
  static final MinimumData NOTHING = new MinimumData(0, null, 0, 0, Set.of());

  private static final int EVENT_TYPES = 10;

  public MinimumData {
    datasets = Set.copyOf(datasets);
  }

  /** As much, of interactions of one type. */
  MinimumData ofType(String onlyType) {
    return new MinimumData(interactions, onlyType, returningUsers, shareOfReturningUsers, datasets);
  }

  /** As much, and a dataset beside. */
  MinimumData with(DatasetType dataset) {
    Set<DatasetType> more = EnumSet.of(dataset);
    more.addAll(datasets);
    return new MinimumData(interactions, eventType, returningUsers, shareOfReturningUsers, more);
  }

  /**
   * Can this be trained on?
   *
   * @param rule only the interactions that count by it are counted
   * @return the {@code failureReason} of a solution version if not
   */
  public Optional<String> missingFrom(InteractionLog log, ConfidenceRule rule) {
    InteractionLog selected = rule.select(log);
    InteractionLog counted = eventType == null
        ? selected
        : selected.where((user, row) ->
            eventType.equalsIgnoreCase(selected.eventTypes().get(selected.eventType(row))));
    if (counted.size() < interactions) {
      return Optional.of("Create failed. Dataset has fewer than %d interactions%s."
          .formatted(
              interactions,
              eventType != null
                  ? " of the event type " + eventType
                  : rule.eventWeights().isEmpty()
                      ? ""
                      : " after filtering by event type and value"));
    }
    int returning = counted.usersWith(2);
    if (returning < returningUsers) {
      return Optional.of(
          "Create failed. Dataset has fewer than %d users with at least 2 interactions each."
              .formatted(returningUsers));
    }
    if (returning < shareOfReturningUsers * counted.usersWith(1)) {
      return Optional.of(
          "Create failed. Fewer than 1% of the users in the dataset have at least 2 interactions each.");
    }
    if (log.eventTypes().stream().filter(type -> !type.isEmpty()).count() > EVENT_TYPES) {
      return Optional.of(
          "Create failed. Dataset has more than %d distinct event types.".formatted(EVENT_TYPES));
    }
    return Optional.empty();
  }
}
