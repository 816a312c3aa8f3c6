// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.deletion.DeletionFeed;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.Interaction;
import org.openpersonalize.store.interaction.InteractionLoader;
import org.openpersonalize.store.interaction.InteractionTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class RecentInteractionsTest {
  private static final ConfidenceRule ALL = ConfidenceRule.everyEvent();
  private static final ModelSettings SETTINGS = new ModelSettings(null, null);

  @Autowired
  RecentInteractions recentInteractions;

  @Autowired
  InteractionTable table;

  @Autowired
  BulkInteractions bulk;

  @Autowired
  EventFeed feed;

  @Autowired
  ChangeFeed changes;

  @Autowired
  DeletionFeed deletions;

  @Autowired
  Copies copies;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop shop;

  private final String user = Shop.unused("user");

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
  }

  @Test
  void an_event_put_on_this_node_is_seen_by_the_very_next_read() {
    for (int n = 0; n < 20; n++) {
      assertThat(items(recentInteractions)).hasSize(n);
      shop.buy(user, "tea" + n);
    }
    assertThat(items(recentInteractions)).first().isEqualTo("tea19");
  }

  @Test
  void an_event_of_another_node_is_seen_soon() {
    assertThat(items(recentInteractions)).isEmpty();

    shop.buyElsewhere(user, "tea1");

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(items(recentInteractions)).containsExactly("tea1"));
  }

  @Test
  void a_history_whose_reading_began_before_an_event_was_committed_is_not_kept() throws Exception {
    SlowTable slow = new SlowTable(jdbc, copies);
    RecentInteractions ofThisNode =
        new RecentInteractions(slow, feed, changes, deletions, SETTINGS, new SimpleMeterRegistry());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<List<String>> early = threads.submit(() -> items(ofThisNode));
      slow.wasRead.await();
      Future<?> putting = threads.submit(() -> shop.buy(user, "tea1"));
      await()
          .atMost(60, SECONDS)
          .until(() -> !table.recent(shop.datasetNumber(), user, 1).isEmpty());
      slow.mayAnswer.countDown();
      assertThat(early.get()).as("what was there when it was read").isEmpty();
      putting.get();
    } finally {
      threads.shutdownNow();
    }

    assertThat(items(ofThisNode)).containsExactly("tea1");
  }

  /** Reads, and then waits before it answers. */
  private static final class SlowTable extends InteractionTable {
    final CountDownLatch wasRead = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);

    SlowTable(JdbcClient jdbc, Copies copies) {
      super(jdbc, copies);
    }

    @Override
    public List<Interaction> recent(int datasetId, String visitor, int ofEachType) {
      List<Interaction> rows = super.recent(datasetId, visitor, ofEachType);
      wasRead.countDown();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return rows;
    }
  }

  @Test
  void an_import_makes_every_history_forgotten() {
    assertThat(items(recentInteractions)).isEmpty();

    transaction.executeWithoutResult(status -> {
      try (InteractionLoader loader = bulk.begin(shop.datasetNumber(), ImportMode.FULL)) {
        loader.add(user, "tea1", "buy", Double.NaN, 1_000, null, null, null, null);
        loader.finish();
      }
      changes.announce(Shop.dataset());
    });

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(items(recentInteractions)).containsExactly("tea1"));
  }

  @Test
  void an_import_of_which_nobody_told_is_found_now_and_then_and_nothing_is_forgotten_without_one() {
    AtomicInteger reads = new AtomicInteger();
    InteractionTable counted = new InteractionTable(jdbc, copies) {
      @Override
      public List<Interaction> recent(int datasetId, String visitor, int ofEachType) {
        reads.incrementAndGet();
        return super.recent(datasetId, visitor, ofEachType);
      }
    };
    RecentInteractions histories = new RecentInteractions(
        counted, feed, changes, deletions, SETTINGS, new SimpleMeterRegistry());
    assertThat(items(histories)).isEmpty();

    histories.forgetReplaced();
    assertThat(items(histories)).isEmpty();
    assertThat(reads).hasValue(1);

    transaction.executeWithoutResult(status -> {
      try (InteractionLoader loader = bulk.begin(shop.datasetNumber(), ImportMode.FULL)) {
        loader.add(user, "tea1", "buy", Double.NaN, 1_000, null, null, null, null);
        loader.finish();
      }
    });
    histories.forgetReplaced();
    assertThat(items(histories)).containsExactly("tea1");
  }

  @Test
  void a_history_is_read_once_whatever_rules_are_applied_to_it() {
    AtomicInteger reads = new AtomicInteger();
    InteractionTable counted = new InteractionTable(jdbc, copies) {
      @Override
      public List<Interaction> recent(int datasetId, String visitor, int ofEachType) {
        reads.incrementAndGet();
        return super.recent(datasetId, visitor, ofEachType);
      }
    };
    RecentInteractions ofThisNode = new RecentInteractions(
        counted, feed, changes, deletions, SETTINGS, new SimpleMeterRegistry());
    shop.buy(user, "tea1", "tea2");

    List<ConfidenceRule> rules = List.of(
        ALL, ConfidenceRule.only("Buy", null), ALL.withHistoryLength(1), ALL.withFading(null));
    for (ConfidenceRule rule : rules) {
      assertThat(ofThisNode.of(shop.datasetNumber(), user).newest(rule)).isNotEmpty();
    }
    assertThat(ofThisNode.of(shop.datasetNumber(), user).newest(ConfidenceRule.only("view", null)))
        .isEmpty();

    assertThat(reads).hasValue(1);
  }

  @Test
  void several_histories_are_those_that_are_read_one_by_one() {
    String other = Shop.unused("user");
    shop.buy(user, "tea1", "tea2");
    shop.buy(other, "coffee1");

    Map<String, RecentEvents> together =
        recentInteractions.of(shop.datasetNumber(), List.of(user, "nobody", other));

    assertThat(together).containsOnlyKeys(user, "nobody", other);
    together.forEach((visitor, history) -> assertThat(history.newest(ALL))
        .isEqualTo(recentInteractions.of(shop.datasetNumber(), visitor).newest(ALL)));
    assertThat(together.get(user).newest(ALL)).hasSize(2);
  }

  private List<String> items(RecentInteractions histories) {
    return histories.of(shop.datasetNumber(), user).newest(ALL).stream()
        .map(PastEvent::itemId)
        .toList();
  }
}
