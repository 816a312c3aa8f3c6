// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.serving.traffic.TrafficService.History;
import org.openpersonalize.serving.traffic.TrafficService.Point;
import org.openpersonalize.store.node.ThisNode;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.traffic.Step;
import org.openpersonalize.store.traffic.TrafficTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What gateways count and what is read of it. */
@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrafficTest {
  private static final long MILLI = 1_000_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Autowired
  TrafficTable table;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  SettableClock clock;

  @Autowired
  Shop shop;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Arn campaign;
  private TrafficRecorder gateway;
  private TrafficService service;

  @BeforeEach
  void open() throws IOException {
    shop.open();
    campaign = shop.campaign(shop.trained("aws-popularity-count"));
    clock.advance(Duration.between(
        clock.instant(), clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(MINUTE)));
    gateway = gateway();
    service = service(gateway);
  }

  private TrafficRecorder gateway() {
    return new TrafficRecorder(
        table,
        new TrafficSettings(true),
        ThisNode.of(List.of("gateway"), Path.of(".")),
        metrics,
        clock);
  }

  private TrafficService service(TrafficRecorder recorder) {
    return new TrafficService(table, recorder, new TrafficSettings(true), clock);
  }

  /** Lets a minute end for these gateways. */
  private void minute(TrafficRecorder... gateways) {
    clock.advance(MINUTE);
    for (TrafficRecorder each : gateways) {
      each.turn();
    }
  }

  private Load now() {
    Load load = service.now(List.of(campaign)).get(campaign);
    assertThat(load).isNotNull();
    return load;
  }

  @Test
  void what_is_asked_here_is_known_at_once() {
    assertThat(now().traffic().requests()).isZero();
    assertThat(now().asked()).isNull();

    gateway.answered(campaign, 200, 2 * MILLI);
    gateway.answered(campaign, 400, MILLI);
    gateway.answered(campaign, 503, MILLI);
    gateway.answered(null, 200, MILLI);

    Load load = now();
    assertThat(load.traffic().latencies().count()).isEqualTo(1);
    assertThat(load.traffic().clientErrors()).isEqualTo(1);
    assertThat(load.traffic().serverErrors()).isEqualTo(1);
    assertThat(load.asked()).isBetween(clock.instant().minusSeconds(5), clock.instant());
    assertThat(load.perSecond()).isCloseTo(3 / 60.0, within(0.01));
  }

  @Test
  void what_a_recommender_is_asked_counts_as_its_own() {
    Arn recommender = shop.recommender("aws-ecomm-recommended-for-you");
    gateway.answered(recommender, 200, 2 * MILLI);
    gateway.answered(campaign, 200, 2 * MILLI);
    gateway.answered(campaign, 200, 2 * MILLI);
    assertThat(service.now(List.of(recommender)).get(recommender))
        .satisfies(load -> assertThat(load.traffic().requests()).isEqualTo(1));

    minute(gateway);

    History history = service.history(List.of(recommender, campaign), Range.QUARTER);
    assertThat(history.total().requests()).isEqualTo(3);
    assertThat(history.byDeployment().get(recommender))
        .satisfies(traffic -> assertThat(traffic.requests()).isEqualTo(1));
  }

  @Test
  void percentiles_of_two_gateways_are_those_of_all_their_answers() {
    TrafficRecorder other = gateway();
    IntStream.rangeClosed(1, 98).forEach(n -> gateway.answered(campaign, 200, MILLI));
    IntStream.rangeClosed(1, 2).forEach(n -> other.answered(campaign, 200, 100 * MILLI));

    minute(gateway, other);

    History history = service.history(List.of(campaign), Range.QUARTER);
    assertThat(history.total().latencies().count()).isEqualTo(100);
    assertThat(history.total().latencies().percentile(0.5)).isBetween(millis(0.94), millis(1.07));
    assertThat(history.total().latencies().percentile(0.99)).isBetween(millis(94), millis(107));
    assertThat(service.nowByGateway()).hasSize(2);
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos((long) (millis * MILLI));
  }

  @Test
  void ten_minutes_and_hours_are_the_sums_of_their_minutes() {
    for (int minutes = 0; minutes < 75; minutes++) {
      gateway.answered(campaign, 200, MILLI);
      minute(gateway);
    }

    for (Range range : List.of(Range.DAY, Range.WEEK)) {
      History history = service.history(List.of(campaign), range);
      assertThat(history.total().requests()).as(range.name()).isEqualTo(75);
      assertThat(history.points())
          .allSatisfy(point -> assertThat(point.traffic().requests())
              .isLessThanOrEqualTo(range.step().length().toMinutes()));
    }
    List<Point> minutes = service.history(List.of(campaign), Range.QUARTER).points();
    assertThat(minutes).hasSize(15).allSatisfy(point -> {
      assertThat(point.traffic().requests()).isEqualTo(1);
      assertThat(point.length()).isEqualTo(MINUTE);
    });
  }

  @Test
  void a_minute_that_could_not_be_written_is_written_with_the_next_one() {
    gateway.answered(campaign, 200, MILLI);
    clock.advance(MINUTE);
    jdbc.sql("ALTER TABLE campaign_traffic RENAME TO away").update();
    try {
      assertThatThrownBy(gateway::turn).isInstanceOf(DataAccessException.class);
    } finally {
      jdbc.sql("ALTER TABLE away RENAME TO campaign_traffic").update();
    }
    gateway.answered(campaign, 200, MILLI);
    gateway.answered(campaign, 200, MILLI);

    minute(gateway);

    assertThat(service.history(List.of(campaign), Range.QUARTER).points())
        .extracting(point -> point.traffic().requests())
        .endsWith(1L, 2L);
  }

  /** Minutes end as fast as they can, but no caller rests for an hour, after which a campaign is forgotten. */
  @Test
  void no_answer_is_lost_or_counted_twice_while_minutes_end()
      throws InterruptedException, ExecutionException {
    AtomicIntegerArray asked = new AtomicIntegerArray(2);
    AtomicBoolean open = new AtomicBoolean(true);
    ExecutorService callers = Executors.newFixedThreadPool(asked.length());
    List<Future<?>> asking = IntStream.range(0, asked.length())
        .<Future<?>>mapToObj(caller -> callers.submit(() -> {
          while (open.get()) {
            gateway.answered(campaign, 200, MILLI);
            asked.incrementAndGet(caller);
          }
        }))
        .toList();
    for (int minute = 0; minute < 100; minute++) {
      int first = asked.get(0);
      int second = asked.get(1);
      while (asked.get(0) == first || asked.get(1) == second) {
        Thread.onSpinWait();
      }
      minute(gateway);
    }
    open.set(false);
    for (Future<?> caller : asking) {
      caller.get();
    }
    callers.shutdown();
    minute(gateway);

    assertThat(service.history(List.of(campaign), Range.WEEK).total().requests())
        .isEqualTo(asked.get(0) + asked.get(1));
  }

  @Test
  void names_that_are_no_campaigns_are_not_written_and_not_kept_for_ever() {
    for (int n = 0; n < TrafficRecorder.MOST_DEPLOYMENTS + 7; n++) {
      gateway.answered(campaign.sibling(ResourceType.CAMPAIGN, "none-" + n), 404, MILLI);
    }
    assertThat(gateway.underWay()).hasSize(TrafficRecorder.MOST_DEPLOYMENTS);

    minute(gateway);
    assertThat(table.since(Step.MINUTE, Instant.EPOCH)).isEmpty();
    clock.advance(Duration.ofHours(2));
    gateway.turn();

    assertThat(gateway.underWay()).isEmpty();
  }

  @Test
  void the_minute_in_which_a_process_ends_is_written() {
    gateway.answered(campaign, 200, MILLI);

    gateway.destroy();

    assertThat(table.since(Step.MINUTE, Instant.EPOCH)).hasSize(1);
  }

  @Test
  void where_it_is_switched_off_nothing_is_counted_and_what_was_is_forgotten() {
    gateway.answered(campaign, 200, MILLI);
    minute(gateway);
    TrafficRecorder off = new TrafficRecorder(
        table,
        new TrafficSettings(false),
        ThisNode.of(List.of("gateway"), Path.of(".")),
        metrics,
        clock);

    off.start();
    try {
      await().until(() -> table.since(Step.MINUTE, Instant.EPOCH).isEmpty());
    } finally {
      off.stop();
    }
    off.answered(campaign, 200, MILLI);

    assertThat(off.underWay()).isEmpty();
  }
}
