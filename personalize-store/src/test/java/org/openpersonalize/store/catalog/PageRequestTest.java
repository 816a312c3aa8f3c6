// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.PersonalizeException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PageRequestTest {
  private static final String LIST = "numbers";

  private static Page<Integer> page(@Nullable String token, Integer... all) {
    return new PageRequest(token, 2).of(LIST, List.of(all), number -> number);
  }

  @Test
  void what_goes_and_comes_between_two_pages_moves_nothing_that_stays() {
    Page<Integer> first = page(null, 1, 4, 5, 6, 9);
    assertThat(first.items()).containsExactly(1, 4);

    Page<Integer> second = page(first.nextToken(), 4, 6, 9, 12, 13);
    assertThat(second.items()).as("5, which was to be the next, is gone").containsExactly(6, 9);

    Page<Integer> last = page(second.nextToken(), 4, 6, 9, 12, 13);
    assertThat(last).isEqualTo(new Page<>(List.of(12, 13), null));
    assertThat(page(second.nextToken(), 4)).isEqualTo(new Page<>(List.of(), null));
  }

  @Test
  void the_first_page_of_what_never_changes_names_a_next_one_that_may_be_empty() {
    Page<String> first = new PageRequest(null, 2).of(LIST, List.of("a", "b"));
    assertThat(first.items()).containsExactly("a", "b");

    assertThat(new PageRequest(first.nextToken(), 2).of(LIST, List.of("a", "b")))
        .isEqualTo(new Page<>(List.of(), null));
  }

  @Test
  void a_token_that_was_made_up_is_refused() {
    for (String place : List.of("-1", "4294967295", "one", "1\n2")) {
      String token = Base64.getUrlEncoder()
          .encodeToString("%s\n%s"
              .formatted(Integer.toHexString(LIST.hashCode()), place)
              .getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(() -> new PageRequest(token, 2).of(LIST, List.of("a", "b")))
          .isInstanceOfSatisfying(
              PersonalizeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_NEXT_TOKEN));
    }
  }
}
