// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.serving.RecommendationService.Promotion;

/**
 * What a shop may say beside whom it asks for: which items it wants to be among those shown, and in what situation the user is.
 *
 * @param about the item with which others are to go, empty as long as nobody said; null where the campaign is about none
 * @param promoted of which items some are to be shown
 * @param percent how much of a list is to be of them
 * @param context what is known of the situation, by the names of the Interactions dataset's columns
 */
public record Situation(
    @Nullable String about, ChosenFilter promoted, int percent, Map<String, String> context) {
  private static final int DEFAULT_PERCENT = 20;

  static final Situation PLAIN = new Situation(null, ChosenFilter.NONE, DEFAULT_PERCENT, Map.of());

  /** The same, about an item or about none. */
  Situation about(@Nullable String other) {
    return new Situation(other, promoted, percent, context);
  }

  /** As a request has it. */
  @Nullable String itemIdOrNull() {
    return about == null || about.isEmpty() ? null : about;
  }

  /** Is anything said of a promotion or the user's situation? */
  public boolean isSaid() {
    return promoted.isChosen() || !context.isEmpty();
  }

  /** A promotion that is named after its filter; as a request has it. */
  @Nullable List<Promotion> promotions(Group group) {
    return promoted.isChosen()
        ? List.of(
            new Promotion(promoted.name(), percent, promoted.arn(group), promoted.valuesOrNull()))
        : null;
  }

  /** As a request has it. */
  @Nullable Map<String, String> contextOrNull() {
    return context.isEmpty() ? null : context;
  }
}
