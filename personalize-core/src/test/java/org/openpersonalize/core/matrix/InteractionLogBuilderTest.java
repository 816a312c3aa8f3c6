// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.PersonalizeException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InteractionLogBuilderTest {
  private record Row(String user, String item, String type, float value, long time) {}

  @Test
  void interactions_are_sorted_by_user_and_time() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 20_000; n++) {
      rows.add(new Row(
          "user" + random.nextInt(40),
          "item" + random.nextInt(500),
          random.nextBoolean() ? "view" : "",
          random.nextInt(10),
          random.nextInt(300) - 100));
    }
    List<Row> sorted = rowsOf(log(rows));

    assertThat(sorted)
        .containsExactlyInAnyOrderElementsOf(rows)
        .isSortedAccordingTo(Comparator.comparing(Row::user).thenComparing(Row::time));
    assertThat(log(rows).items().id(0)).isEqualTo("item0");
    Collections.shuffle(rows, new Random(7));
    assertThat(rowsOf(log(rows)))
        .containsExactlyInAnyOrderElementsOf(rows)
        .isSortedAccordingTo(Comparator.comparing(Row::user).thenComparing(Row::time));
  }

  @Test
  void interactions_of_one_moment_stay_in_the_order_of_adding() {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < 200; n++) {
      rows.add(new Row("u", "item" + random.nextInt(1_000), "", n, n / 100));
    }
    List<Row> newerFirst = new ArrayList<>(rows.subList(100, 200));
    newerFirst.addAll(rows.subList(0, 100));

    assertThat(rowsOf(log(newerFirst))).isEqualTo(rows);
  }

  @Test
  void what_is_known_beside_stays_with_its_interaction() {
    SplittableRandom random = new SplittableRandom(5);
    InteractionLogBuilder builder = new InteractionLogBuilder(List.of("DEVICE", "SHOP", "PLACE"));
    for (int n = 0; n < 70_000; n++) {
      builder.add("user" + random.nextInt(300), "item" + n, "", Float.NaN, random.nextInt(900));
      builder.addContext(0, n % 3 == 0 ? null : Utf8Slice.of("device-" + n % 7));
      builder.addContext(2, n == 50_000 ? Utf8Slice.of("home") : null);
    }
    InteractionLog log = builder.build();
    InteractionLog even = log.where((user, row) -> row % 2 == 0);

    for (InteractionLog some : List.of(log, even, even.asOf(Instant.ofEpochMilli(500)))) {
      ContextColumn device = some.context("DEVICE").orElseThrow();
      ContextColumn place = some.context("PLACE").orElseThrow();
      for (int row = 0; row < some.size(); row++) {
        int n = Integer.parseInt(some.items().id(some.item(row)).substring("item".length()));
        assertThat(device.isPresent(row)).isEqualTo(n % 3 != 0);
        if (device.isPresent(row)) {
          assertThat(device.values().id(device.code(row))).isEqualTo("device-" + n % 7);
        }
        assertThat(place.isPresent(row)).isEqualTo(n == 50_000);
      }
    }
    assertThat(log.context("SHOP")).as("no interaction has one").isEmpty();
    assertThat(log.context("COLOUR")).as("nobody asked for it").isEmpty();
  }

  @Test
  void a_digest_tells_of_the_context_too() {
    assertThat(digest("phone", "tablet"))
        .isEqualTo(digest("phone", "tablet"))
        .isNotEqualTo(digest("tablet", "phone"))
        .isNotEqualTo(digest(null, null));
    InteractionLogBuilder without = new InteractionLogBuilder();
    without.add("u", "a", "", Float.NaN, 1);
    without.add("u", "b", "", Float.NaN, 2);
    assertThat(without.build().digest()).isEqualTo(digest(null, null));
  }

  private static String digest(@Nullable String first, @Nullable String second) {
    InteractionLogBuilder builder = new InteractionLogBuilder(List.of("DEVICE"));
    builder.add("u", "a", "", Float.NaN, 1);
    builder.addContext(0, first == null ? null : Utf8Slice.of(first));
    builder.add("u", "b", "", Float.NaN, 2);
    builder.addContext(0, second == null ? null : Utf8Slice.of(second));
    return builder.build().digest();
  }

  @Test
  void event_types_that_differ_in_case_are_one() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int spelling = 0; spelling < 1 << 10; spelling++) {
      StringBuilder type = new StringBuilder("addtocarts");
      for (int letter = 0; letter < 10; letter++) {
        if ((spelling >> letter & 1) == 1) {
          type.setCharAt(letter, Character.toUpperCase(type.charAt(letter)));
        }
      }
      builder.add("u", "i", type.toString(), 0, spelling);
    }
    builder.add("u", "i", "View", 0, 2_000);

    assertThat(builder.build().eventTypes()).containsExactly("addtocarts", "view");
  }

  @Test
  void a_missing_event_type_is_the_empty_one_and_a_missing_value_is_not_a_number() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    builder.add("u", "i", null, Float.NaN, 5);
    InteractionLog log = builder.build();

    assertThat(log.eventTypes().get(log.eventType(0))).isEmpty();
    assertThat(log.eventValue(0)).isNaN();
  }

  @Test
  void more_event_types_than_a_byte_counts_are_refused() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int type = 0; type < 256; type++) {
      builder.add("u", "i", "type" + type, 0, type);
    }
    InteractionLog log = builder.build();
    assertThat(log.eventTypes().get(log.eventType(255))).isEqualTo("type255");

    assertThatThrownBy(() -> builder.add("u", "i", "one more", 0, 0))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("256 event types");
  }

  @Test
  void an_item_without_interactions_belongs_to_the_catalogue() {
    List<Row> rows = List.of(new Row("u", "taken", "t", 1, 5));
    InteractionLogBuilder builder = new InteractionLogBuilder();
    builder.add("u", "taken", "t", 1, 5);
    builder.addItem("unseen");
    builder.addItem("taken");
    InteractionLog log = builder.build();

    assertThat(log.size()).isEqualTo(1);
    assertThat(log.items().size()).isEqualTo(2);
    assertThat(log.items().find("unseen")).hasValue(1);
    assertThat(rowsOf(log)).isEqualTo(rows);
    assertThat(InteractionMatrix.of(log, ConfidenceRule.everyEvent()).columns()).isEqualTo(2);
    assertThat(log.digest()).isNotEqualTo(log(rows).digest());
  }

  @Test
  void a_part_of_a_log_keeps_the_numbers_of_users_and_items() {
    InteractionLog log = log(List.of(
        new Row("a", "x", "t", 1, 1),
        new Row("b", "y", "t", 2, 2),
        new Row("c", "x", "t", 3, 3),
        new Row("c", "z", "t", 4, 4)));

    InteractionLog part = log.where((user, row) -> user != 1 && log.eventValue(row) != 3);

    assertThat(part.users()).isSameAs(log.users());
    assertThat(part.length(1)).isZero();
    assertThat(rowsOf(part))
        .containsExactly(new Row("a", "x", "t", 1, 1), new Row("c", "z", "t", 4, 4));
    assertThat(log.where((user, row) -> true)).isSameAs(log);
  }

  @Test
  void a_digest_tells_logs_apart() {
    List<Row> rows = List.of(new Row("a", "x", "t", 1, 1), new Row("b", "y", "t", 2, 2));

    assertThat(log(rows).digest()).isEqualTo(log(rows).digest()).hasSize(64);
    assertThat(log(rows).digest())
        .isNotEqualTo(log(List.of(rows.get(0), new Row("b", "y", "t", 2, 3))).digest())
        .isNotEqualTo(log(List.of(rows.get(0), new Row("b", "z", "t", 2, 2))).digest())
        .isNotEqualTo(log(List.of(rows.get(0), new Row("c", "y", "t", 2, 2))).digest());
  }

  @Test
  void a_log_without_time_knows_it() {
    assertThat(log(List.of(new Row("a", "x", "t", 1, 7), new Row("b", "y", "t", 2, 7)))
            .happenedAtOnce())
        .isTrue();
    assertThat(log(List.of(new Row("a", "x", "t", 1, 7), new Row("b", "y", "t", 2, 8)))
            .happenedAtOnce())
        .isFalse();
  }

  private static InteractionLog log(List<Row> rows) {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    rows.forEach(row -> builder.add(row.user, row.item, row.type, row.value, row.time));
    return builder.build();
  }

  private static List<Row> rowsOf(InteractionLog log) {
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        rows.add(new Row(
            log.users().id(user),
            log.items().id(log.item(row)),
            log.eventTypes().get(log.eventType(row)),
            log.eventValue(row),
            log.epochMillis(row)));
      }
    }
    return rows;
  }
}
