// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.exploration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplorationConfigTest {
  @Test
  void what_is_not_said_has_the_published_default() {
    ExplorationConfig config = ExplorationConfig.of(Map.of());

    assertThat(config.share()).isCloseTo(0.09, within(1e-9));
    assertThat(config.itemAgeCutOff()).isEqualTo(Duration.ofDays(30));
    assertThat(config.youngSince(Instant.parse("2011-12-31T00:00:00Z")))
        .isEqualTo("2011-12-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.0, 0", "0.5, 0.25", "1, 1", "1.0, 1"})
  void the_share_is_the_square_of_the_weight(String weight, double share) {
    ExplorationConfig config = ExplorationConfig.of(
        Map.of("explorationWeight", weight, "explorationItemAgeCutOff", "1.5"));

    assertThat(config.share()).isEqualTo(share);
    assertThat(config.isNone()).isEqualTo(share == 0);
    assertThat(config.itemAgeCutOff()).isEqualTo(Duration.ofHours(36));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          explorationWeight        | 1.1   | explorationWeight must be from 0 to 1, but is 1.1.
          explorationWeight        | -0.1  | explorationWeight must be from 0 to 1, but is -0.1.
          explorationWeight        | much  | explorationWeight must be a number, but is 'much'.
          explorationItemAgeCutOff | 0.5   | explorationItemAgeCutOff must be from 1 to 100000 days, but is 0.5.
          explorationItemAgeCutOff | 1e9   | explorationItemAgeCutOff must be from 1 to 100000 days, but is 1E+9.
          weight                   | 0.1   | itemExplorationConfig has explorationWeight and explorationItemAgeCutOff, but not weight.
          """)
  void what_is_wrong_is_named(String name, String value, String sentence) {
    assertThatThrownBy(() -> ExplorationConfig.of(Map.of(name, value))).hasMessage(sentence);
  }
}
