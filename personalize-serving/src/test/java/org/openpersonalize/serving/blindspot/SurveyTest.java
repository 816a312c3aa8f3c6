// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.resource.ErrorCode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SurveyTest {
  @Test
  void items_are_in_the_order_of_what_they_would_bring_and_then_of_their_ids() {
    Stock.Builder builder = new Stock.Builder();
    List.of("pear", "fig", "apple", "kiwi").forEach(id -> builder.addTaken(Utf8Slice.of(id), 2));
    builder.addTaken(Utf8Slice.of("plum"), 7);
    builder.addTaken(Utf8Slice.of("fig"), 9);
    Stock stock = builder.build();

    assertThat(Arrays.stream(stock.inOrder()).mapToObj(stock.items()::id))
        .containsExactly("fig", "plum", "apple", "kiwi", "pear");
    assertThat(Arrays.stream(stock.inOrder()).map(item -> stock.taken()[item]))
        .containsExactly(9, 7, 2, 2, 2);
  }

  @Test
  void a_million_items_are_put_in_order_while_somebody_waits() {
    Stock.Builder builder = new Stock.Builder();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long started = threads.getCurrentThreadCpuTime();
    for (int item = 0; item < 1_000_000; item++) {
      builder.addTaken(Utf8Slice.of("item-" + Integer.reverse(item)), item % 1_000);
    }
    Stock stock = builder.build();
    int[] order = stock.inOrder();
    List<ShownShare> shares = ShownShare.of(stock.taken(), stock.taken());

    Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - started);
    System.out.printf("Blind spots: a million items in order in %d ms%n", took.toMillis());
    assertThat(took).isLessThan(Duration.ofSeconds(30));
    assertThat(stock.taken()[order[0]]).isEqualTo(999);
    assertThat(stock.taken()[order[999_999]]).isZero();
    assertThat(shares).hasSizeLessThan(40);
  }

  @Test
  void a_token_says_where_a_page_ended_whatever_is_in_an_id() {
    SpotKey key = new SpotKey(3, "a\nb 케이크");

    assertThat(SpotKey.parse(key.token())).isEqualTo(key);
    assertThat(key.token()).matches("\\p{ASCII}+");
    assertThat(key)
        .isGreaterThan(new SpotKey(4, "z"))
        .isGreaterThan(new SpotKey(3, "a"))
        .isLessThan(new SpotKey(3, "b"));
    assertRefused(ErrorCode.INVALID_NEXT_TOKEN, "nextToken", () -> SpotKey.parse("???"));
    assertRefused(ErrorCode.INVALID_NEXT_TOKEN, "nextToken", () -> SpotKey.parse("YWJj"));
  }

  @Test
  void shares_are_those_of_the_items_that_get_most() {
    int[] taken = new int[40];
    int[] shown = new int[40];
    Arrays.fill(taken, 1);
    taken[7] = 61; // of 100
    shown[3] = 3;
    shown[4] = 1;

    List<ShownShare> shares = ShownShare.of(taken, shown);

    assertThat(shares).extracting(ShownShare::items).containsExactly(1, 2, 3, 5, 7, 10, 20, 30, 40);
    assertThat(shares.get(0).events()).isCloseTo(0.61, within(1e-9));
    assertThat(shares.get(0).recommendations()).isCloseTo(0.75, within(1e-9));
    assertThat(shares.get(1)).isEqualTo(new ShownShare(2, 0.62, 1.0));
    assertThat(shares.get(8)).isEqualTo(new ShownShare(40, 1, 1.0));
    assertThat(ShownShare.of(taken, new int[40]).get(0).recommendations()).isNull();
    assertThat(ShownShare.of(new int[0], new int[0])).isEmpty();
  }
}
