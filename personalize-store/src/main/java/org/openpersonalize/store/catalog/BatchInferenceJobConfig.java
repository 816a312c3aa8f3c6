// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.RankingInfluence;

/**
 * How the answers of a batch inference job explore and lean; stored as jsonb, sent as it is.
 *
 * @param rankingInfluence how much POPULARITY and FRESHNESS decide beside likeness, each from 0 to 1
 */
public record BatchInferenceJobConfig(
    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> itemExplorationConfig,

    @Nullable @Size(max = 2) Map<
            @Pattern(regexp = "POPULARITY|FRESHNESS") String,
            @NotNull @DecimalMin("0") @DecimalMax("1") Double>
        rankingInfluence) {
  /** The {@code itemExplorationConfig}; empty where none is configured. */
  public static Map<String, String> exploration(@Nullable BatchInferenceJobConfig config) {
    return config == null
        ? Map.of()
        : Objects.requireNonNullElse(config.itemExplorationConfig, Map.of());
  }

  /** What decides beside likeness; nothing where none is configured. */
  public static RankingInfluence influence(@Nullable BatchInferenceJobConfig config) {
    return config == null || config.rankingInfluence == null
        ? RankingInfluence.NONE
        : RankingInfluence.of(config.rankingInfluence);
  }
}
