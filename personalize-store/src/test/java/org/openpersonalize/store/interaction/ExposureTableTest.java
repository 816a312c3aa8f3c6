// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.interaction.ExposureTable.Count;
import org.openpersonalize.store.interaction.ExposureTable.ExploredAnswer;
import org.openpersonalize.store.interaction.ExposureTable.Exposure;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExposureTableTest {
  private static final int SHOP = 1;
  private static final int OTHER_SHOP = 2;
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(10);

  @Autowired
  ExposureTable table;

  @Autowired
  EventTable events;

  @Autowired
  InteractionTable interactions;

  @Autowired
  TransactionTemplate transaction;

  private int next;

  @BeforeEach
  void begin_to_count() {
    happen(SHOP, "before", List.of("before"), null);
    assertThat(count(LATER)).isEqualTo(Count.NOTHING);
    table.count(OTHER_SHOP, LATER);
  }

  private Count count(Instant now) {
    return table.count(SHOP, now);
  }

  private void happen(
      int dataset, String item, @Nullable List<String> impression, @Nullable String answer) {
    Event event =
        new Event("e" + next++, "s", "u", item, "view", null, NOW, impression, answer, null, null);
    transaction.executeWithoutResult(status -> events.append(dataset, List.of(event), NOW));
  }

  private void explore(String answer, String... items) {
    table.remember(List.of(new ExploredAnswer(answer, SHOP, List.of(items), NOW)));
  }

  private List<Exposure> exposures() {
    return table.of(SHOP, List.of("tea", "mug", "pot", "before"));
  }

  @Test
  void a_list_that_comes_with_an_event_was_shown_and_what_the_event_is_about_was_taken() {
    happen(SHOP, "tea", List.of("tea", "mug"), null);
    happen(SHOP, "pot", List.of("tea", "mug"), null);
    happen(OTHER_SHOP, "tea", List.of("tea"), null);
    happen(SHOP, "mug", null, null);

    assertThat(count(LATER)).isEqualTo(Count.NOTHING);
    assertThat(exposures())
        .containsExactlyInAnyOrder(new Exposure("tea", 2, 1), new Exposure("mug", 2, 0));
  }

  @Test
  void an_answer_is_shown_once_however_many_events_name_it() {
    explore("r1", "tea", "mug");
    explore("r2", "pot");
    happen(SHOP, "tea", null, "r1");
    happen(SHOP, "pot", null, "r1");
    assertThat(count(LATER)).isEqualTo(new Count(2, 1));
    happen(SHOP, "mug", null, "r1");
    happen(SHOP, "mug", null, "unknown");

    assertThat(count(LATER)).isEqualTo(new Count(0, 1));
    assertThat(exposures())
        .containsExactlyInAnyOrder(new Exposure("tea", 1, 1), new Exposure("mug", 1, 1));
  }

  @Test
  void a_list_wins_over_the_answer_that_is_named_as_well() {
    explore("r1", "tea", "mug");
    happen(SHOP, "pot", List.of("pot"), "r1");

    count(LATER);

    assertThat(exposures()).containsExactly(new Exposure("pot", 1, 1));
  }

  @Test
  void every_event_is_counted_once_and_not_before_it_has_settled() {
    happen(SHOP, "tea", List.of("tea"), null);

    count(NOW.plusMillis(1_900));
    assertThat(exposures()).isEmpty();
    count(LATER);
    count(LATER);
    assertThat(exposures()).containsExactly(new Exposure("tea", 1, 1));
    assertThat(table.changedSince(SHOP, LATER)).isEqualTo(exposures());
    assertThat(table.changedSince(SHOP, LATER.plusMillis(1))).isEmpty();
  }

  @Test
  void an_answer_that_was_forgotten_shows_nothing() {
    explore("r1", "tea");
    table.forget(NOW.plusSeconds(1));
    happen(SHOP, "tea", null, "r1");

    assertThat(count(LATER)).isEqualTo(Count.NOTHING);
    assertThat(exposures()).isEmpty();
  }

  @Test
  void what_was_counted_goes_with_its_dataset() {
    happen(SHOP, "tea", List.of("tea"), null);
    count(LATER);

    transaction.executeWithoutResult(status -> interactions.clear(SHOP));

    assertThat(exposures()).isEmpty();
  }
}
