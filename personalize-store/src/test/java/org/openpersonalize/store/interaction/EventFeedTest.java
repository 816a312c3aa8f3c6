// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openpersonalize.store.interaction.EventTable.Put;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class EventFeedTest {
  private static final int SHOP = 1;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired
  EventTable table;

  @Autowired
  EventFeed feed;

  @Autowired
  TransactionTemplate transaction;

  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void events_of_other_nodes_are_told_once_and_those_that_are_passed_over_not_at_all() {
    feed.subscribe(
        happenings -> happenings.forEach(each -> told.add(each.visitor().visitor())));
    append("first");
    await().untilAsserted(() -> assertThat(told).contains("first"));

    append("second");
    transaction.executeWithoutResult(status -> {
      feed.passOver(append("own-1", "own-2"));
      feed.passOver(append("own-3"));
    });
    append("third");

    await().untilAsserted(() -> assertThat(told).contains("second", "third"));
    await()
        .during(Duration.ofMillis(600))
        .untilAsserted(() -> assertThat(told).containsOnlyOnce("first", "second", "third"));
    assertThat(told).noneMatch(visitor -> visitor.startsWith("own"));
  }

  @Test
  void an_event_that_commits_behind_many_later_ones_is_told() {
    feed.subscribe(
        happenings -> happenings.forEach(each -> told.add(each.visitor().visitor())));

    transaction.executeWithoutResult(early -> {
      append("early");
      Thread others = new Thread(() -> IntStream.range(0, 100).forEach(n -> append("late-" + n)));
      others.start();
      await().untilAsserted(() -> assertThat(told).contains("late-0", "late-99"));
    });

    await().untilAsserted(() -> assertThat(told).containsOnlyOnce("early"));
  }

  /** Events of as many visitors. */
  private List<Long> append(String... visitors) {
    List<Event> events = Arrays.stream(visitors).map(EventFeedTest::event).toList();
    return table.append(List.of(new Put(SHOP, events, NOW)));
  }

  private static Event event(String visitor) {
    return new Event(
        "feed-" + visitor, "s", visitor, "tea", "view", null, NOW, null, null, null, null);
  }
}
