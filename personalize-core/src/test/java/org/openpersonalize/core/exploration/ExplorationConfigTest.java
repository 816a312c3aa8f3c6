// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.exploration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplorationConfigTest {
  private static final Optional<Instant> NEWEST_ITEM =
      Optional.of(Instant.parse("2012-01-10T00:00:00Z"));
  private static final Instant NOW = Instant.parse("2012-02-01T00:00:00Z");

  @Test
  void what_is_not_said_has_the_published_default() {
    ExplorationConfig config = ExplorationConfig.of(Map.of());

    assertThat(config.share()).isCloseTo(0.09, within(1e-9));
    assertThat(config.itemAgeCutOff()).isEqualTo(Duration.ofDays(30));
    assertThat(config.youngSince(Instant.parse("2011-12-31T00:00:00Z"), NEWEST_ITEM, NOW))
        .isEqualTo("2011-12-01T00:00:00Z");
    assertThat(config.youngUntil(NOW)).isEqualTo(Instant.MAX);
    assertThat(config.isLittleKnown(49)).isTrue();
    assertThat(config.isLittleKnown(50)).isFalse();
  }

  @Test
  void cold_items_are_those_of_the_last_five_days_before_the_newest() {
    ExplorationConfig config = ofColdItems(Map.of());
    Instant newestInteraction = Instant.parse("2011-12-31T00:00:00Z");

    assertThat(config.share()).isCloseTo(0.09, within(1e-9));
    assertThat(config.isLittleKnown(15)).isTrue();
    assertThat(config.isLittleKnown(16)).isFalse();
    assertThat(config.youngSince(newestInteraction, NEWEST_ITEM, NOW))
        .isEqualTo("2012-01-05T00:00:00Z");
    assertThat(config.youngSince(newestInteraction, Optional.empty(), NOW))
        .isEqualTo("2011-12-26T00:00:00Z");
    assertThat(config.youngUntil(NOW)).isEqualTo(Instant.MAX);
  }

  @Test
  void the_knobs_say_how_old_and_how_well_known_a_cold_item_may_be_and_from_when_on() {
    ExplorationConfig config = ofColdItems(Map.of(
        "cold_start_max_interactions", "3",
        "cold_start_max_duration", "1.5",
        "cold_start_relative_from", "CurrentTime"));

    assertThat(config.isLittleKnown(3)).isTrue();
    assertThat(config.isLittleKnown(4)).isFalse();
    assertThat(config.youngSince(Instant.EPOCH, NEWEST_ITEM, NOW))
        .isEqualTo("2012-01-30T12:00:00Z");
    assertThat(config.youngUntil(NOW)).isEqualTo("2012-02-02T12:00:00Z");
  }

  private static ExplorationConfig ofColdItems(Map<String, String> knobs) {
    Recipe recipe = RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, "aws-hrnn-coldstart"))
        .orElseThrow();
    return ExplorationConfig.ofColdItems(Hyperparameters.of(recipe, Map.of(), knobs));
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
