package org.openpersonalize.core.recommendation;

import java.util.Optional;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;

/** How much data a training needs, and of how many kinds it may be, by the limits of the API. */
public final class MinimumData {
  static final int INTERACTIONS = 1000;
  static final int USERS = 25;
  static final double SHARE_OF_USERS = 0.01;
  static final int EVENT_TYPES = 10;

  private MinimumData() {}

  /**
   * Can this be trained on?
   *
   * @param rule only the interactions that count by it are counted
   * @return the {@code failureReason} of a solution version if not
   */
  public static Optional<String> check(InteractionLog log, ConfidenceRule rule) {
    InteractionLog counted = rule.select(log);
    if (counted.size() < INTERACTIONS) {
      return Optional.of("Create failed. Dataset has fewer than %d interactions%s."
          .formatted(
              INTERACTIONS,
              rule.eventWeights().isEmpty() ? "" : " after filtering by event type and value"));
    }
    int returning = counted.usersWith(2);
    if (returning < USERS) {
      return Optional.of(
          "Create failed. Dataset has fewer than %d users with at least 2 interactions each."
              .formatted(USERS));
    }
    if (returning < SHARE_OF_USERS * counted.usersWith(1)) {
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
