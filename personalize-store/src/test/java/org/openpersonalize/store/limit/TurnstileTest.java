// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openpersonalize.core.resource.ErrorCode.LIMIT_EXCEEDED;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TurnstileTest {
  private final Turnstile turnstile = new Turnstile("dry runs");

  @Test
  void two_are_admitted_and_a_third_is_told_to_wait() {
    String inside = turnstile.admit(() -> turnstile.admit(() -> {
      assertThatThrownBy(() -> turnstile.admit(() -> "third"))
          .hasMessage(
              "2 dry runs are under way on this node already: wait until one of them has been answered")
          .extracting("code")
          .isEqualTo(LIMIT_EXCEEDED);
      return "second";
    }));

    assertThat(inside).isEqualTo("second");
  }

  @Test
  void whoever_fails_inside_leaves_a_free_place() {
    for (int time = 0; time < 3; time++) {
      assertThatThrownBy(() -> turnstile.admit(() -> {
            throw LIMIT_EXCEEDED.because("fails");
          }))
          .hasMessage("fails");
    }

    assertThat(turnstile.admit(() -> "admitted")).isEqualTo("admitted");
  }
}
