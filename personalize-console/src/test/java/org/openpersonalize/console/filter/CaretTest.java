// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CaretTest {
  private static Caret at(int column, String expression) {
    return Caret.of(expression, "Invalid Expression at column %d: no.".formatted(column))
        .orElseThrow();
  }

  @Test
  void a_caret_is_below_the_place() {
    assertThat(at(9, "INCLUDE ItemID")).isEqualTo(new Caret("INCLUDE ItemID", "        ^"));
  }

  @Test
  void only_the_line_with_the_place_is_shown() {
    assertThat(at(4, "A\nBCD\nE")).isEqualTo(new Caret("BCD", " ^"));
  }

  @Test
  void the_end_is_a_place() {
    assertThat(at(4, "ABC")).isEqualTo(new Caret("ABC", "   ^"));
  }

  @Test
  void of_a_long_line_what_is_around_the_place_is_shown() {
    Caret caret = at(101, "a".repeat(100) + "b" + "c".repeat(100));

    assertThat(caret.line()).isEqualTo("a".repeat(40) + "b" + "c".repeat(39));
    assertThat(caret.line().charAt(caret.pointer().indexOf('^'))).isEqualTo('b');
  }

  @Test
  void characters_beyond_the_basic_plane_count_once() {
    assertThat(at(2, "😀b")).isEqualTo(new Caret("😀b", " ^"));
  }

  @Test
  void a_sentence_without_a_place_and_a_place_that_is_not_there_have_none() {
    assertThat(Caret.of("ABC", "There are 30 filters.")).isEmpty();
    assertThat(Caret.of("ABC", "at column 9: no")).isEmpty();
  }
}
