// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/**
 * Users who ask for recommendations in turn, four at a time: once while all is quiet, and then again and again, to compare
 * what they get with what they got then.
 */
final class Visitors implements AutoCloseable {
  private static final int AT_A_TIME = 4;

  private final PersonalizeRuntimeClient runtime;
  private final String campaignArn;
  private final List<String> users;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
  private volatile boolean leaving;

  private final Map<String, List<PredictedItem>> inQuiet = new ConcurrentHashMap<>();
  private final AtomicInteger askedAgain = new AtomicInteger();
  private List<Future<?>> visits = List.of();
  private final Queue<String> changed = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();

  Visitors(PersonalizeRuntimeClient runtime, String campaignArn, List<String> users) {
    this.runtime = runtime;
    this.campaignArn = campaignArn;
    this.users = List.copyOf(users);
  }

  /** Everybody asks once; what each got. */
  Map<String, List<PredictedItem>> askInQuiet() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    visits = ask(
        asked, () -> asked.get() < users.size(), user -> inQuiet.put(user, recommendations(user)));
    awaitVisits();
    return Map.copyOf(inQuiet);
  }

  /** Everybody asks again and again, until {@link #leave}; this does not wait for it. */
  void askAgain(int timesAtLeast) {
    visits =
        ask(askedAgain, () -> !leaving || askedAgain.get() < timesAtLeast, this::askAndCompare);
  }

  private List<Future<?>> ask(
      AtomicInteger asked, BooleanSupplier goOn, Consumer<String> question) {
    return IntStream.range(0, AT_A_TIME)
        .<Future<?>>mapToObj(thread -> threads.submit(() -> {
          while (goOn.getAsBoolean() && !threads.isShutdown()) {
            question.accept(users.get(asked.getAndIncrement() % users.size()));
          }
        }))
        .toList();
  }

  private void askAndCompare(String user) {
    try {
      List<PredictedItem> now = recommendations(user);
      if (!now.equals(inQuiet.get(user))) {
        changed.add("%s got what was for %s".formatted(user, whose(now)));
      }
    } catch (SdkException e) {
      refused.add("%s got no answer: %s".formatted(user, e.getMessage()));
    }
  }

  private List<PredictedItem> recommendations(String user) {
    return runtime
        .getRecommendations(request -> request.campaignArn(campaignArn).userId(user))
        .itemList();
  }

  private String whose(List<PredictedItem> items) {
    return inQuiet.entrySet().stream()
        .filter(answer -> answer.getValue().equals(items))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("nobody");
  }

  /** How many have asked since the quiet. */
  int askedAgain() {
    return askedAgain.get();
  }

  /** Who got something else than in the quiet, and whose answer that was; an entry a time. */
  List<String> changed() {
    return List.copyOf(changed);
  }

  /** Who got no answer, and why; an entry a time. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /** Lets those ask who still have to, and waits until all have gone. */
  void leave() throws InterruptedException {
    leaving = true;
    awaitVisits();
  }

  private void awaitVisits() throws InterruptedException {
    for (Future<?> visit : visits) {
      try {
        visit.get();
      } catch (ExecutionException e) {
        throw new AssertionError("A visitor was sent away", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    runtime.close();
  }
}
