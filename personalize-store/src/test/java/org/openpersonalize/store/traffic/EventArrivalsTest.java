// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.openpersonalize.store.traffic.EventArrivals.Hour;
import org.openpersonalize.store.traffic.EventArrivals.OfType;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventArrivalsTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.HOURS).plusSeconds(1_830);

  @Autowired
  EventArrivals arrivals;

  @Autowired
  EventTable events;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop.Tables tables;

  private int dataset;

  @BeforeEach
  void open() {
    Shop shop = new Shop(tables);
    shop.open();
    dataset = shop.datasetNumber();
  }

  /** One that happened long ago and comes in at a moment. */
  private void comes(String type, Instant moment) {
    Event event = new Event(
        UUID.randomUUID().toString(),
        "session",
        "anna",
        "mug",
        type,
        null,
        Instant.EPOCH,
        null,
        null,
        null,
        null);
    transaction.executeWithoutResult(status -> events.append(dataset, List.of(event), moment));
  }

  private void count() {
    while (arrivals.count(NOW)) {
      // until all are counted
    }
  }

  @Test
  void events_are_counted_by_the_hour_in_which_they_came_in_counted_before_or_not() {
    Instant hour = NOW.truncatedTo(ChronoUnit.HOURS);
    comes("view", NOW.minus(Duration.ofHours(3)));
    comes("view", NOW.minus(Duration.ofHours(1)));
    comes("buy", NOW.minus(Duration.ofHours(1)));
    List<Hour> expected = List.of(
        new Hour(hour.minus(Duration.ofHours(3)), 1), new Hour(hour.minus(Duration.ofHours(1)), 2));
    Instant from = NOW.minus(Duration.ofDays(7));

    assertThat(arrivals.hours(dataset, from)).isEqualTo(expected);
    count();
    assertThat(arrivals.hours(dataset, from)).isEqualTo(expected);
    comes("view", NOW);

    assertThat(arrivals.hours(dataset, from)).hasSize(3).endsWith(new Hour(hour, 1));
  }

  @Test
  void each_event_is_counted_once_however_often_and_by_whom() {
    comes("view", NOW.minus(Duration.ofMinutes(5)));
    count();
    count();
    comes("view", NOW.minus(Duration.ofMinutes(4)));
    count();

    assertThat(arrivals.types(dataset, NOW.minus(Duration.ofDays(1))))
        .containsExactly(new OfType("view", 2, NOW.minus(Duration.ofMinutes(4))));
  }

  @Test
  void types_with_most_events_come_first() {
    comes("buy", NOW.minus(Duration.ofMinutes(2)));
    comes("view", NOW.minus(Duration.ofMinutes(3)));
    comes("view", NOW.minus(Duration.ofMinutes(1)));

    assertThat(arrivals.types(dataset, NOW.minus(Duration.ofDays(1))))
        .extracting(OfType::eventType)
        .containsExactly("view", "buy");
  }

  @Test
  void what_came_in_lately_is_known_of_every_group_and_older_events_by_the_last_one() {
    comes("view", NOW.minus(Duration.ofMinutes(5)));
    comes("view", NOW.minus(Duration.ofMinutes(90)));
    comes("view", NOW.minus(Duration.ofDays(3)));

    assertThat(arrivals.recent(NOW, 3)).hasSize(1).hasEntrySatisfying(Shop.GROUP, recent -> {
      assertThat(recent.hours()).containsExactly(1L, 1L, 0L);
      assertThat(recent.latest()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
    });
    assertThat(arrivals.recent(NOW.plus(Duration.ofDays(10)), 3))
        .hasEntrySatisfying(
            Shop.GROUP, recent -> assertThat(recent.hours()).containsExactly(0L, 0L, 0L));
  }

  @Test
  void what_came_in_too_long_ago_is_forgotten() {
    comes("view", NOW.minus(Duration.ofDays(1)));
    count();

    arrivals.forget(NOW.plus(EventArrivals.KEPT));

    assertThat(arrivals.hours(dataset, Instant.EPOCH)).isEmpty();
  }
}
