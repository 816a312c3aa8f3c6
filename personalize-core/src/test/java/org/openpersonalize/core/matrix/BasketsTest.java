// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BasketsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Test
  void a_basket_is_what_a_user_took_by_one_order_whatever_the_day() {
    InteractionLogBuilder log = new InteractionLogBuilder(List.of("order_id"));
    add(log, "a", "tea", 23, "1");
    add(log, "a", "cup", 25, "1");
    add(log, "a", "tea", 25, "1");
    add(log, "a", "cake", 24, "2");
    add(log, "b", "tea", 23, "1"); // of another user

    assertThat(baskets(log.build())).containsExactlyInAnyOrder("cup tea", "cake", "tea");
  }

  @Test
  void what_has_no_order_is_together_by_the_day() {
    InteractionLogBuilder log = new InteractionLogBuilder(List.of("DEVICE", "INVOICE"));
    log.add("a", "tea", null, Float.NaN, HOUR);
    log.addContext(0, Utf8Slice.of("phone"));
    log.add("a", "cup", null, Float.NaN, 2 * HOUR);
    log.add("a", "cake", null, Float.NaN, 25 * HOUR);
    log.add("a", "fork", null, Float.NaN, 2 * HOUR);
    log.addContext(1, Utf8Slice.of("7"));

    assertThat(baskets(log.build())).containsExactlyInAnyOrder("cup tea", "cake", "fork");
  }

  @Test
  void a_column_tells_baskets_by_its_name() {
    assertThat(Baskets.column(List.of("QUANTITY", "INVOICE"))).contains("INVOICE");
    assertThat(Baskets.column(List.of("order_id", "INVOICE"))).contains("order_id");
    assertThat(Baskets.column(List.of("QUANTITY", "DEVICE"))).isEmpty();
  }

  private static void add(
      InteractionLogBuilder log, String user, String item, int hour, String order) {
    log.add(user, item, null, Float.NaN, hour * HOUR);
    log.addContext(0, Utf8Slice.of(order));
  }

  private static List<String> baskets(InteractionLog log) {
    InteractionMatrix baskets = Baskets.of(log);
    return IntStream.range(0, baskets.rows())
        .mapToObj(row -> IntStream.range(baskets.start(row), baskets.end(row))
            .mapToObj(place -> log.items().id(baskets.columnIndices()[place]))
            .sorted()
            .collect(Collectors.joining(" ")))
        .toList();
  }
}
