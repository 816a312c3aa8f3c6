// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TermsTest {
  @Test
  void writing_makes_no_difference() {
    assertThat(Terms.of("  Ｌａｎｔｅｒｎ, RED! ")).isEqualTo(Terms.of("lantern red"));
    assertThat(Terms.of("\u1112\u1161\u11ab\u1100\u1173\u11af")).isEqualTo(Terms.of("한글"));
    assertThat(Terms.of("cafe\u0301")).isEqualTo(Terms.of("café"));
    assertThat(Terms.of("… !")).isEmpty();
  }

  @Test
  void forms_of_a_word_share_most_of_their_pieces() {
    assertThat(share("lantern", "lanterns")).isGreaterThan(0.5);
    assertThat(share("lantern", "blanket")).isZero();
  }

  @Test
  void a_korean_noun_is_in_what_it_is_compounded_with() {
    assertThat(share("재킷을", "방수재킷")).as("재킷").isGreaterThan(0.2);
    assertThat(share("등산", "등산용")).isGreaterThan(0.2);
    assertThat(share("등산", "주전자")).isZero();
  }

  @Test
  void a_term_is_there_as_often_as_in_the_text_and_order_makes_pairs() {
    int[] twice = Terms.of("lamp lamp");

    assertThat(twice).hasSize(2 * Terms.of("lamp").length + 1).isSorted();
    assertThat(share("red lunch bag", "bag lunch red")).isBetween(0.5, 0.99);
  }

  @Test
  void what_comes_behind_many_words_is_left_out() {
    String many = "word ".repeat(Terms.MOST_WORDS);

    assertThat(Terms.of(many + "and so on")).isEqualTo(Terms.of(many));
  }

  /** Of different terms. */
  private static double share(String text, String other) {
    Set<Integer> both = set(text);
    both.retainAll(set(other));
    return (double) both.size() / Math.max(set(text).size(), set(other).size());
  }

  private static Set<Integer> set(String text) {
    return Arrays.stream(Terms.of(text)).boxed().collect(Collectors.toSet());
  }
}
