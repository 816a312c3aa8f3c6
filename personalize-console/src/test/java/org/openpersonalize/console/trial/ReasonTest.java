// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.serving.ExplanationService.Contribution;
import org.openpersonalize.serving.ExplanationService.GetExplanationResponse;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReasonTest {
  @Test
  void shares_are_of_all_that_adds_to_a_score_whatever_takes_from_it() {
    Reason reason = new Reason(
        new GetExplanationResponse(
            "mug",
            false,
            208,
            0.1,
            -0.2,
            null,
            List.of(adding("cup", 0.2), adding("bowl", 0.1), adding("jug", -0.1)),
            null,
            0.1,
            List.of()),
        Map.of());

    assertThat(reason.parts()).extracting(Reason.Part::percent).containsExactly(50L, 25L, null);
  }

  @Test
  void shares_that_are_rounded_are_no_more_than_a_whole() {
    List<Contribution> contributions =
        IntStream.range(0, 8).mapToObj(n -> adding("cup" + n, 0.0375)).toList();
    Reason reason = new Reason(
        new GetExplanationResponse(
            "mug", false, 208, 0.3, null, null, contributions, null, null, List.of()),
        Map.of());

    assertThat(reason.parts()).extracting(Reason.Part::percent).hasSize(8).containsOnly(12L);
  }

  @Test
  void where_nothing_adds_to_a_score_there_are_no_shares() {
    Reason reason = new Reason(
        new GetExplanationResponse(
            "mug", false, 9, -1.0, null, null, List.of(adding("cup", -1)), null, null, List.of()),
        Map.of());

    assertThat(reason.parts()).extracting(Reason.Part::percent).containsOnlyNulls();
  }

  private static Contribution adding(String item, double amount) {
    return new Contribution(item, "buy", Instant.EPOCH, amount);
  }
}
