// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TurnsTest {
  @Test
  void each_is_known_by_its_best_round_of_three() throws Exception {
    Turns turns = Turns.untilAtMost(4, seconds(2, 1, 3), seconds(9, 8, 3));

    assertThat(turns).isEqualTo(new Turns(1, 3, 3));
    assertThat(turns.times()).isEqualTo(3);
  }

  @Test
  void what_was_slow_beside_a_neighbour_gets_more_rounds_until_it_is_not() throws Exception {
    Turns turns = Turns.untilAtMost(4, seconds(1, 1, 1, 1, 1), seconds(9, 9, 9, 5, 4));

    assertThat(turns).isEqualTo(new Turns(1, 4, 5));
  }

  @Test
  void what_is_slow_in_every_round_is_too_slow() throws Exception {
    Turns turns = Turns.untilAtMost(4, () -> 1.0, () -> 4.5);

    assertThat(turns).isEqualTo(new Turns(1, 4.5, 12));
  }

  @Test
  void what_is_done_twice_side_by_side_takes_what_the_longer_one_takes() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger number = new AtomicInteger();

    double seconds = Turns.sideBySide(() -> {
      both.await(1, TimeUnit.MINUTES);
      return (double) number.incrementAndGet();
    });

    assertThat(seconds).isEqualTo(2);
  }

  private static Callable<Double> seconds(double... rounds) {
    Iterator<Double> each = DoubleStream.of(rounds).iterator();
    return each::next;
  }
}
