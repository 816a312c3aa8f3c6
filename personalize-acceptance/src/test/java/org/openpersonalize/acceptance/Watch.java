// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.openpersonalize.acceptance.conformance.LifeCycle;
import software.amazon.awssdk.services.personalize.model.ResourceNotFoundException;

/**
 * Waits as scripts do, which ask for a status up to sixty times, and no longer. Whatever it sees on the way must be a status that
 * the original shows, after one that can come before it.
 */
final class Watch {
  private static final int TRIES = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double LONGER = 1.15; // each pause than the one before
  private static final double SHORTEST = 25; // milliseconds, as the next
  private static final double LONGEST = 10_000;
  private static final String GONE = "gone";

  private final Map<LifeCycle, Set<String>> seen = new EnumMap<>(LifeCycle.class);

  /** Waits for one of some statuses, which it then tells. */
  String await(LifeCycle cycle, Supplier<String> status, String... until) {
    return watch(cycle, status, List.of(until)::contains);
  }

  /** Waits until a describe finds nothing. */
  void awaitGone(LifeCycle cycle, Supplier<String> status) {
    watch(cycle, status, GONE::equals);
  }

  /** All that was seen so far of resources of a kind. */
  Set<String> seen(LifeCycle cycle) {
    return seen.getOrDefault(cycle, Set.of());
  }

  @Override
  public String toString() {
    return seen.toString();
  }

  private String watch(LifeCycle cycle, Supplier<String> status, Predicate<String> isEnd) {
    AtomicInteger tries = new AtomicInteger();
    AtomicReference<String> last = new AtomicReference<>("");
    Awaitility.await("a status of " + cycle)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval((count, before) -> pause(count))
        .until(() -> {
          String before = last.getAndSet(ask(status));
          note(cycle, before, last.get());
          return isEnd.test(last.get()) || tries.incrementAndGet() == TRIES;
        });
    assertThat(isEnd.test(last.get()))
        .as("%s is %s after all tries", cycle, last)
        .isTrue();
    return last.get();
  }

  private static Duration pause(int tries) {
    return Duration.ofMillis(Math.round(Math.min(LONGEST, SHORTEST * Math.pow(LONGER, tries))));
  }

  private static String ask(Supplier<String> status) {
    try {
      return status.get();
    } catch (ResourceNotFoundException gone) {
      return GONE;
    }
  }

  private void note(LifeCycle cycle, String before, String now) {
    if (!now.equals(GONE)) {
      assertThat(cycle.has(now)).as("%s shows %s", cycle, now).isTrue();
      seen.computeIfAbsent(cycle, first -> new LinkedHashSet<>()).add(now);
      assertThat(before.isEmpty() || before.equals(now) || cycle.leads(before, now))
          .as("%s shows %s after %s", cycle, now, before)
          .isTrue();
    }
  }
}
