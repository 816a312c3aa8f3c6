// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IdIndexTest {
  @Test
  void ids_are_numbered_in_the_order_they_come() {
    IdIndex ids = IdIndex.of(List.of("b", "a", "b", "", "ünï-😀"));

    assertThat(ids.size()).isEqualTo(4);
    assertThat(ids.find("b")).hasValue(0);
    assertThat(ids.find("a")).hasValue(1);
    assertThat(ids.id(2)).isEmpty();
    assertThat(ids.id(3)).isEqualTo("ünï-😀");
  }

  @Test
  void an_id_that_was_never_added_is_not_found() {
    assertThat(IdIndex.of(List.of("abc", "abd")).find("ab")).isEmpty();
    assertThat(IdIndex.of(List.of()).find("")).isEmpty();
  }

  @Test
  void an_index_is_not_changed_by_what_its_builder_takes_in_later() {
    IdIndex.Builder builder = new IdIndex.Builder();
    builder.add("a");
    IdIndex before = builder.build();
    for (int id = 0; id < 1000; id++) {
      builder.add("later" + id);
    }

    assertThat(before.size()).isEqualTo(1);
    assertThat(before.find("later5")).isEmpty();
    assertThat(builder.build().find("later5")).hasValue(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%d", "%03d-USD", "%d.00", "%05d_de", "product-%d-eu", "%036d", "sku/%d/0000000"})
  void ids_that_differ_in_a_few_characters_are_told_apart_wherever_they_stand(String format) {
    int count = 50_000;
    IdIndex.Builder builder = new IdIndex.Builder();
    for (int n = 0; n < count; n++) {
      byte[] among = ("before" + format.formatted(n) + "after").getBytes(StandardCharsets.UTF_8);
      assertThat(builder.add(new Utf8Slice(among, 6, among.length - 5))).isEqualTo(n);
    }
    IdIndex ids = builder.build();

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    for (int n = 0; n < count; n++) {
      assertThat(ids.find(format.formatted(n)).orElse(-1)).isEqualTo(n);
      assertThat(ids.find(format.formatted(n) + "x")).isEmpty();
    }
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun))
        .isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void a_hundred_thousand_ids_are_found_as_a_hash_map_finds_them() {
    SplittableRandom random = new SplittableRandom(7);
    Map<String, Integer> expected = new LinkedHashMap<>();
    IdIndex.Builder builder = new IdIndex.Builder();
    for (int n = 0; n < 100_000; n++) {
      String id = Long.toString(random.nextLong(60_000), 36);
      expected.putIfAbsent(id, expected.size());
      assertThat(builder.add(id)).isEqualTo(expected.get(id));
    }
    IdIndex ids = builder.build();

    assertThat(ids.size()).isEqualTo(expected.size());
    expected.forEach((id, index) -> {
      assertThat(ids.find(id)).hasValue(index);
      assertThat(ids.id(index)).isEqualTo(id);
    });
    assertThat(ids.sizeInBytes()).isLessThan(30L * ids.size());
  }

  @Test
  void an_index_is_followed_by_another_without_a_copy() {
    IdIndex first = IdIndex.of(List.of("a", "b"));
    IdIndex both = first.followedBy(IdIndex.of(List.of("c", "d")));

    assertThat(both.size()).isEqualTo(4);
    assertThat(IntStream.range(0, 4).mapToObj(both::id)).containsExactly("a", "b", "c", "d");
    assertThat(both.find("b")).hasValue(1);
    assertThat(both.find("d")).hasValue(3);
    assertThat(both.find("e")).isEmpty();
    assertThat(both.first()).isSameAs(first);
    assertThat(first.first()).isSameAs(first);
    assertThatThrownBy(() -> both.followedBy(IdIndex.of(List.of("f"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
