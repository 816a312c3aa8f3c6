// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GroupCommitTest {
  private static final int CALLERS = 16;

  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void a_caller_that_comes_alone_is_written_at_once_and_alone() {
    GroupCommit<Integer> commits = new GroupCommit<>(groups::add);

    commits.write(1);
    commits.write(2);

    assertThat(groups).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void callers_that_come_while_others_are_written_are_written_together() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    GroupCommit<Integer> commits = new GroupCommit<>(group -> {
      groups.add(group);
      busy.countDown();
      await(open);
    });
    List<Future<?>> first = both(commits::write, 0, 1);
    await(busy);

    List<Future<?>> later = both(commits::write, 1, 8);
    waitFor(commits, 7);
    open.countDown();
    finish(first);
    finish(later);

    assertThat(groups).extracting(List::size).containsExactly(1, 7);
    assertThat(groups.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void nobody_goes_on_before_what_it_brought_is_written_whoever_writes_it() throws Exception {
    Queue<Integer> written = new ConcurrentLinkedQueue<>();
    GroupCommit<Integer> commits = new GroupCommit<>(group -> {
      Thread.yield();
      written.addAll(group);
    });
    Queue<Integer> early = new ConcurrentLinkedQueue<>();

    finish(both(
        caller -> IntStream.range(0, 500).map(n -> n * CALLERS + caller).forEach(number -> {
          commits.write(number);
          if (!written.contains(number)) {
            early.add(number);
          }
        }),
        0,
        CALLERS));

    assertThat(early).isEmpty();
    assertThat(written).hasSize(500 * CALLERS).doesNotHaveDuplicates();
  }

  @Test
  void who_is_refused_is_so_alone() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    GroupCommit<Integer> commits = new GroupCommit<>(group -> {
      busy.countDown();
      await(open);
      if (group.contains(5)) {
        throw new IllegalArgumentException("Five is not taken");
      }
      groups.add(group);
    });
    Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
    IntConsumer caller = number -> {
      Throwable thrown = catchThrowable(() -> commits.write(number));
      if (thrown != null) {
        refused.add(thrown);
      }
    };
    List<Future<?>> first = both(caller, 0, 1);
    await(busy);

    List<Future<?>> later = both(caller, 1, 8);
    waitFor(commits, 7);
    open.countDown();
    finish(first);
    finish(later);

    assertThat(refused)
        .singleElement()
        .satisfies(thrown -> assertThat(thrown)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("Five is not taken"));
    assertThat(groups.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 6, 7);
  }

  @Test
  void if_the_database_is_away_all_are_refused_at_once() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    GroupCommit<Integer> commits = new GroupCommit<>(group -> {
      busy.countDown();
      await(open);
      groups.add(group);
      throw new DataAccessResourceFailureException("There is no connection");
    });
    Queue<Integer> refused = new ConcurrentLinkedQueue<>();
    IntConsumer caller = number -> {
      if (catchThrowable(() -> commits.write(number))
          instanceof DataAccessResourceFailureException) {
        refused.add(number);
      }
    };
    List<Future<?>> first = both(caller, 0, 1);
    await(busy);

    List<Future<?>> later = both(caller, 1, 8);
    waitFor(commits, 7);
    open.countDown();
    finish(first);
    finish(later);

    assertThat(refused).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(groups).hasSize(2);
  }

  @Test
  void who_was_not_tried_is_not_told_of_success_if_the_writer_breaks_one_by_one() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    Queue<Integer> written = new ConcurrentLinkedQueue<>();
    GroupCommit<Integer> commits = new GroupCommit<>(group -> {
      busy.countDown();
      await(open);
      if (group.size() > 1) {
        throw new IllegalArgumentException("Not together");
      }
      if (group.get(0) >= 1) {
        throw new StackOverflowError();
      }
      written.addAll(group);
    });
    Queue<Integer> told = new ConcurrentLinkedQueue<>();
    IntConsumer caller = number -> {
      if (catchThrowable(() -> commits.write(number)) == null) {
        told.add(number);
      }
    };
    List<Future<?>> first = both(caller, 0, 1);
    await(busy);

    List<Future<?>> later = both(caller, 1, 8);
    waitFor(commits, 7);
    open.countDown();
    finish(first);
    finish(later);

    assertThat(told).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void nobody_is_told_of_success_if_the_writer_breaks_and_the_next_are_written() {
    GroupCommit<Integer> commits = new GroupCommit<>(group -> {
      if (group.contains(1)) {
        throw new StackOverflowError();
      }
      groups.add(group);
    });

    for (int n = 0; n < 3; n++) {
      assertThatThrownBy(() -> commits.write(1)).isInstanceOf(StackOverflowError.class);
    }
    commits.write(2);

    assertThat(groups).containsExactly(List.of(2));
  }

  private List<Future<?>> both(IntConsumer caller, int from, int to) {
    List<Future<?>> running = new ArrayList<>();
    for (int n = from; n < to; n++) {
      int number = n;
      running.add(callers.submit(() -> caller.accept(number)));
    }
    return running;
  }

  private static void waitFor(GroupCommit<?> commits, int waiting) {
    while (commits.waiting() < waiting) {
      Thread.onSpinWait();
    }
  }

  private static void finish(List<Future<?>> running) throws Exception {
    for (Future<?> each : running) {
      each.get(60, TimeUnit.SECONDS);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
