// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.crash.Tables.KeptEvent;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;

/**
 * Two customers put events all the time, a third asks for recommendations. When nobody answers they send the same again,
 * so that in the end every event has been acknowledged.
 */
final class Customers implements AutoCloseable {
  /** Behind all purchases that are imported. */
  private static final int FIRST_EVENT = 100_000_000;

  private static final int EVENTS_PER_CUSTOMER = 10_000_000;
  private static final int BATCH = 4;
  private static final int RESULTS = 10;

  /** Keeps the processors free for the jobs. */
  private static final Duration REST = Duration.ofMillis(40);

  private final PersonalizeEventsClient events;
  private final PersonalizeRuntimeClient runtime;
  private final String trackingId;
  private final String campaignArn;
  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answers = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final List<Future<?>> customers;
  private volatile boolean leaving;

  Customers(ServiceProcess service, String trackingId, String campaignArn) {
    this.events = service.events();
    this.runtime = service.runtime();
    this.trackingId = trackingId;
    this.campaignArn = campaignArn;
    this.customers = Stream.<IntConsumer>of(
            turn -> put(FIRST_EVENT + turn * BATCH),
            turn -> put(FIRST_EVENT + EVENTS_PER_CUSTOMER + turn * BATCH),
            turn -> ask(Purchase.number(turn).userId()))
        .<Future<?>>map(customer -> threads.submit(() -> keepDoing(customer)))
        .toList();
  }

  private void keepDoing(IntConsumer customer) {
    for (int turn = 0; !leaving; turn++) {
      customer.accept(turn);
      Patience.pause(REST);
    }
  }

  private void put(int first) {
    List<Event> batch = IntStream.range(first, first + BATCH)
        .mapToObj(n -> Event.builder()
            .eventId(Integer.toString(n))
            .eventType("purchase")
            .itemId(purchase(n).itemId())
            .sentAt(Instant.ofEpochSecond(purchase(n).second()))
            .build())
        .toList();
    Patience.insist(() -> events.putEvents(request -> request
        .trackingId(trackingId)
        .userId(purchase(first).userId())
        .sessionId("session-" + first)
        .eventList(batch)));
    IntStream.range(first, first + BATCH).forEach(acknowledged::add);
  }

  /** Those of one batch are one user's. */
  private static Purchase purchase(int n) {
    Purchase purchase = Purchase.number(n);
    return new Purchase(
        Purchase.number(n - n % BATCH).userId(), purchase.itemId(), purchase.second());
  }

  private void ask(String user) {
    int results = Patience.insist(() -> runtime.getRecommendations(
            request -> request.campaignArn(campaignArn).userId(user).numResults(RESULTS)))
        .itemList()
        .size();
    assertThat(results).as("recommendations for %s", user).isEqualTo(RESULTS);
    answers.incrementAndGet();
  }

  /** How many requests for recommendations have been answered. */
  int answers() {
    return answers.get();
  }

  /** Compares the table with what has been acknowledged before it was read, while more is coming in. */
  void requireKept(Tables tables) {
    Set<Integer> missing = new HashSet<>(acknowledged);
    missing.removeAll(kept(tables));
    assertThat(missing).as("acknowledged and not kept").isEmpty();
  }

  /** The events that are in the table: each once, and as it was sent. */
  private static Set<Integer> kept(Tables tables) {
    Set<Integer> kept = new TreeSet<>();
    for (KeptEvent event : tables.events()) {
      int number = Integer.parseInt(event.eventId());
      assertThat(event.purchase()).isEqualTo(purchase(number));
      assertThat(kept.add(number)).as("event %d is kept once", number).isTrue();
    }
    return kept;
  }

  /** Sends everybody away, and compares the table with all that has been acknowledged. */
  int leaveAndRequireKept(Tables tables) throws InterruptedException {
    leave();
    Set<Integer> kept = kept(tables);
    assertThat(kept).isEqualTo(new TreeSet<>(acknowledged));
    return kept.size();
  }

  /** @throws AssertionError if one of them met with an error of the service's */
  private void leave() throws InterruptedException {
    leaving = true;
    for (Future<?> customer : customers) {
      try {
        customer.get();
      } catch (ExecutionException e) {
        throw new AssertionError("A customer was sent away", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    leaving = true;
    threads.shutdownNow();
    events.close();
    runtime.close();
  }
}
