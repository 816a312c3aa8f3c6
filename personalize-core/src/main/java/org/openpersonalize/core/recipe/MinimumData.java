// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
 * @param isOverTime must interactions have happened at more than one moment?
 */
public record MinimumData(
    int interactions,
    @Nullable String eventType,
    int returningUsers,
    double shareOfReturningUsers,
    Set<DatasetType> datasets,
    boolean isOverTime) {
  /** What most recipes need. */
  static final MinimumData INTERACTIONS = new MinimumData(1000, null, 25, 0.01, Set.of(), false);

  /** Trains without an interaction. */
  static final MinimumData NOTHING = new MinimumData(0, null, 0, 0, Set.of(), false);

  private static final int EVENT_TYPES = 10;

  public MinimumData {
    datasets = Set.copyOf(datasets);
  }

  /** As much, of interactions of one type. */
  MinimumData ofType(String onlyType) {
    return new MinimumData(
        interactions, onlyType, returningUsers, shareOfReturningUsers, datasets, isOverTime);
  }

  /** As much, and a dataset beside. */
  MinimumData with(DatasetType dataset) {
    Set<DatasetType> more = EnumSet.of(dataset);
    more.addAll(datasets);
    return new MinimumData(
        interactions, eventType, returningUsers, shareOfReturningUsers, more, isOverTime);
  }

  /** As much, not all of it at one moment. */
  MinimumData overTime() {
    return new MinimumData(
        interactions, eventType, returningUsers, shareOfReturningUsers, datasets, true);
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
    InteractionCounts counts = new InteractionCounts(
        counted.size(),
        counted.usersWith(1),
        counted.usersWith(2),
        log.eventTypes().stream().filter(type -> !type.isEmpty()).count());
    String which = eventType != null || rule.eventWeights().isEmpty()
        ? ofType()
        : " after filtering by event type and value";
    return lacking(counts, which).stream()
        .findFirst()
        .or(() -> isOverTime && counted.happenedAtOnce()
            ? Optional.of(
                "All interactions have the same timestamp, so there is no past to learn from. Import them with the times at which they happened.")
            : Optional.empty())
        .map("Create failed. "::concat);
  }

  /**
   * Could this be trained on, if all interactions counted?
   *
   * @param counts of interactions of the {@link #eventType} if there is one
   * @return a sentence for each thing that is not as it must be
   */
  public List<String> lacking(InteractionCounts counts) {
    return lacking(counts, ofType());
  }

  private String ofType() {
    return eventType == null ? "" : " of the event type " + eventType;
  }

  private List<String> lacking(InteractionCounts counts, String which) {
    List<String> sentences = new ArrayList<>();
    if (counts.interactions() < interactions) {
      sentences.add("Dataset has fewer than %d interactions%s.".formatted(interactions, which));
    }
    if (counts.returningUsers() < returningUsers) {
      sentences.add("Dataset has fewer than %d users with at least 2 interactions each."
          .formatted(returningUsers));
    }
    if (counts.returningUsers() < shareOfReturningUsers * counts.users()) {
      sentences.add("Fewer than 1% of the users in the dataset have at least 2 interactions each.");
    }
    if (counts.eventTypes() > EVENT_TYPES) {
      sentences.add("Dataset has more than %d distinct event types.".formatted(EVENT_TYPES));
    }
    return sentences;
  }
}
