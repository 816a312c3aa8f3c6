// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.serving.ExplanationService.Contribution;
import org.openpersonalize.serving.ExplanationService.GetExplanationResponse;
import org.openpersonalize.serving.ExplanationService.ItemRelation;

/**
 * Why an item is shown, or is not.
 *
 * @param titles of the items that are named
 */
public record Reason(GetExplanationResponse explanation, Map<String, String> titles) {
  private static final int MOST = 8;

  /**
   * What one event adds.
   *
   * @param percent of all that adds to the score, rounded down so that all of them are no more than a whole; null of what takes
   *     from it
   */
  public record Part(
      String itemId,
      @Nullable String title,
      @Nullable String eventType,
      String amount,
      @Nullable Long percent) {}

  public @Nullable String title() {
    return titles.get(explanation.itemId());
  }

  /** The events that add the most. */
  public List<Part> parts() {
    return explanation.contributions().stream().limit(MOST).map(this::part).toList();
  }

  private Part part(Contribution contribution) {
    return new Part(
        contribution.itemId(),
        titles.get(contribution.itemId()),
        contribution.eventType(),
        number(contribution.amount()),
        percent(contribution.amount()));
  }

  private @Nullable Long percent(double amount) {
    double all = allThatAdds();
    return all <= 0 || amount < 0 ? null : (long) (100 * amount / all + 1e-9);
  }

  /** The score before what takes from it, so that the shares of all that adds to it are a whole. */
  private double allThatAdds() {
    Stream<Double> relations =
        Stream.ofNullable(explanation.relations()).flatMap(List::stream).map(ItemRelation::amount);
    return Stream.of(
            explanation.contributions().stream().map(Contribution::amount),
            relations,
            Stream.of(explanation.remainder(), explanation.seenOffset()))
        .flatMap(amounts -> amounts)
        .filter(Objects::nonNull)
        .mapToDouble(amount -> Math.max(0, amount))
        .sum();
  }

  /**
   * What makes the item go with the one that was asked about.
   *
   * @param percent of the score; null where the score says nothing of the kind
   */
  public record Tie(
      String kind,
      String amount,
      @Nullable Long percent,
      @Nullable Integer together,
      @Nullable String lift,
      @Nullable String cosine,
      List<String> shared) {}

  /** All of them, the greatest first; none where it was a user who was asked about. */
  public List<Tie> ties() {
    return explanation.relations() == null
        ? List.of()
        : explanation.relations().stream().map(this::tie).toList();
  }

  private Tie tie(ItemRelation relation) {
    return new Tie(
        relation.kind().name(),
        number(relation.amount()),
        percent(relation.amount()),
        relation.together(),
        relation.lift() == null ? null : String.format(Locale.ROOT, "%.1f", relation.lift()),
        relation.cosine() == null ? null : String.format(Locale.ROOT, "%.2f", relation.cosine()),
        relation.shared().stream().limit(MOST).map(Reason::words).toList());
  }

  /** A word of a text, a category with its column, or a column whose numbers are near each other. */
  private static String words(Relation.Shared shared) {
    return Stream.of(shared.column(), shared.value())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  /** How many events add something beside those that are told. */
  public int others() {
    return Math.max(0, explanation.contributions().size() - MOST);
  }

  /** What all the others add; null if there are none. */
  public @Nullable String ofOthers() {
    return others() == 0
        ? null
        : number(explanation.contributions().stream()
            .skip(MOST)
            .mapToDouble(Contribution::amount)
            .sum());
  }

  /** What the list calls its score; null where that has none. */
  public @Nullable String probability() {
    return explanation.probability() == null ? null : number(explanation.probability());
  }

  /** On the model's own scale. */
  public @Nullable String score() {
    return explanation.score() == null ? null : number(explanation.score());
  }

  /** What belongs to no event; null if that is nothing. */
  public @Nullable String remainder() {
    return something(explanation.remainder());
  }

  /** What is added since the user had the item; null if nothing is. */
  public @Nullable String seenOffset() {
    return something(explanation.seenOffset());
  }

  /** Null for what would be shown as 0. */
  private static @Nullable String something(@Nullable Double value) {
    return value == null || Math.abs(value) < 5e-5 ? null : number(value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
