// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BloomFilterTest {
  private static final int STRINGS = 100_000;

  @Test
  void whatever_was_seen_is_known_again() {
    BloomFilter filter = new BloomFilter(1 << 10); // far too few, so that all bits are soon set
    for (int i = 0; i < STRINGS; i++) {
      add(filter, i);
    }

    for (int i = 0; i < STRINGS; i++) {
      assertThat(add(filter, i)).isTrue();
    }
  }

  @Test
  void little_else_is_taken_for_it() {
    BloomFilter filter = new BloomFilter(1 << 12); // 21 bits a string
    int mistaken = 0;
    for (int i = 0; i < STRINGS; i++) {
      mistaken += add(filter, i) ? 1 : 0;
    }

    assertThat(mistaken).isLessThan(200);
  }

  @Test
  void a_string_is_told_by_its_bytes_wherever_they_lie() {
    BloomFilter filter = new BloomFilter(1 << 15);
    byte[] bytes = "tea, a mug of tea, a mug of teb".getBytes(UTF_8);

    assertThat(add(filter, bytes, 5, 17)).isFalse();
    assertThat(add(filter, bytes, 19, 31)).isFalse();
    assertThat(add(filter, bytes.clone(), 5, 17)).isTrue();
    assertThat(add(filter, bytes, 5, 16)).isFalse();
  }

  private static boolean add(BloomFilter filter, int number) {
    byte[] bytes = ("user" + number % 100 + "item" + number).getBytes(UTF_8);
    return add(filter, bytes, 0, bytes.length);
  }

  private static boolean add(BloomFilter filter, byte[] bytes, int from, int to) {
    return filter.add(BloomFilter.hash(bytes, from, to));
  }
}
