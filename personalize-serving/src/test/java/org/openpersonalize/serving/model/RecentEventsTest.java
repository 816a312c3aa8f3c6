// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.interaction.Interaction;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecentEventsTest {
  private static final RecentEvents SHOPPING = RecentEvents.of(List.of(
      interaction("live view", "view", Double.NaN, 9),
      interaction("viewed", "View", Double.NaN, 8),
      interaction("untyped", null, 5, 7),
      interaction("dear", "Purchase", 100, 6),
      interaction("cheap", "PURCHASE", 1, 5),
      interaction("disliked", "dislike", 1, 4)));

  @Test
  void all_events_count_where_no_rule_says_otherwise() {
    assertThat(items(SHOPPING, ConfidenceRule.everyEvent()))
        .containsExactly("live view", "viewed", "untyped", "dear", "cheap", "disliked");
    assertThat(items(SHOPPING, ConfidenceRule.everyEvent().withHistoryLength(2)))
        .containsExactly("live view", "viewed");
  }

  @Test
  void the_newest_that_count_are_taken_however_many_others_are_newer() {
    ConfidenceRule purchases = ConfidenceRule.only("purchase", null);

    assertThat(items(SHOPPING, purchases)).containsExactly("dear", "cheap");
    assertThat(items(SHOPPING, purchases.withHistoryLength(1))).containsExactly("dear");
    assertThat(items(SHOPPING, ConfidenceRule.only("purchase", 50.0))).containsExactly("dear");
    assertThat(items(SHOPPING, ConfidenceRule.only(null, 5.0))).containsExactly("untyped", "dear");
  }

  @Test
  void several_types_count_together_and_those_of_no_weight_or_less_do_not() {
    ConfidenceRule rule = ConfidenceRule.of(List.of(
        new EventWeight("purchase", 50.0, 1),
        new EventWeight("view", null, 0.5),
        new EventWeight("dislike", null, -1),
        new EventWeight("cart", null, 0)));

    assertThat(items(SHOPPING, rule)).containsExactly("live view", "viewed", "dear");
    assertThat(items(SHOPPING, rule.withHistoryLength(2))).containsExactly("live view", "viewed");
  }

  @Test
  void types_match_in_any_case_of_any_script_and_values_of_any_size() {
    RecentEvents events = RecentEvents.of(List.of(
        interaction("pot", "покупка", 4.1, 3),
        interaction("mug", "ПОКУПКА", 1e-300, 2),
        interaction("tea", "Öffnen", 1e300, 1)));

    assertThat(items(events, ConfidenceRule.only("öffnen", null))).containsExactly("tea");
    assertThat(items(events, ConfidenceRule.only("Покупка", null))).containsExactly("pot", "mug");
    assertThat(items(events, ConfidenceRule.only(null, 4.1))).containsExactly("pot", "tea");
  }

  private static List<String> items(RecentEvents events, ConfidenceRule rule) {
    return events.newest(rule).stream().map(PastEvent::itemId).toList();
  }

  private static Interaction interaction(
      String item, @Nullable String type, double value, long epochMillis) {
    return new Interaction(item, type, value, Instant.ofEpochMilli(epochMillis));
  }

  @Test
  void an_entry_says_what_it_takes_when_a_model_was_asked_about_it() {
    RecommendationModel model = Shop.train(
            RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, "aws-hrnn")).orElseThrow())
        .model();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    List<RecentEvents> kept = new ArrayList<>();
    long before = usedBytes();
    for (int visitor = 0; visitor < 4_000; visitor++) {
      List<Interaction> events = new ArrayList<>();
      for (int n = 0; n < 100; n++) {
        events.add(new Interaction("tea" + n % 10, "buy", Double.NaN, now.minusSeconds(n)));
      }
      RecentEvents entry = RecentEvents.of(events);
      model.answer(Question.of(entry.history(model.events()), now), Wish.best(5));
      kept.add(entry);
    }
    long taken = usedBytes() - before;
    long said = kept.stream().mapToLong(RecentEvents::sizeInBytes).sum();

    System.out.printf("%d entries take %d bytes and say %d%n", kept.size(), taken, said);
    assertThat((double) said).isBetween(taken / 1.25, taken * 1.25);
  }

  private static long usedBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
