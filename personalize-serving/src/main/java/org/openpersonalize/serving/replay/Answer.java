// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * What a request comes to.
 *
 * @param refusal why there are no items; null if the request is answered
 */
public record Answer(
    List<Recommendations.Item> items, @Nullable String refusal) {
  /** Such as for what a filter needs and the request does not bring, or for a filter that is gone. */
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.INVALID_INPUT, ErrorCode.RESOURCE_NOT_FOUND);

  static Answer of(Supplier<Recommendations> answering) {
    try {
      return new Answer(answering.get().items(), null);
    } catch (PersonalizeException refused) {
      if (!REFUSALS.contains(refused.code())) {
        throw refused;
      }
      return new Answer(List.of(), refused.getMessage());
    }
  }

  boolean isScored() {
    return items.stream().anyMatch(item -> item.score() != null);
  }

  /** How likely it is that the user takes one of the items next. */
  double score() {
    return items.stream()
        .map(Recommendations.Item::score)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .sum();
  }
}
