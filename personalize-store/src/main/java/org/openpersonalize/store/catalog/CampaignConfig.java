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
 * How a campaign explores, and what it returns with each item; stored as jsonb, sent as it is.
 *
 * @param syncWithLatestSolutionVersion deploy each new version of the solution by itself
 * @param rankingInfluence how much POPULARITY and FRESHNESS decide beside likeness, each from 0 to 1
 */
public record CampaignConfig(
    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> itemExplorationConfig,

    @Nullable Boolean enableMetadataWithRecommendations,
    @Nullable Boolean syncWithLatestSolutionVersion,

    @Nullable @Size(max = 2) Map<
            @Pattern(regexp = "POPULARITY|FRESHNESS") String,
            @NotNull @DecimalMin("0") @DecimalMax("1") Double>
        rankingInfluence) {
  public static boolean tellsMetadata(@Nullable CampaignConfig config) {
    return config != null && Boolean.TRUE.equals(config.enableMetadataWithRecommendations());
  }

  public static boolean syncs(@Nullable CampaignConfig config) {
    return config != null && Boolean.TRUE.equals(config.syncWithLatestSolutionVersion);
  }

  /** The {@code itemExplorationConfig}; empty where none is configured. */
  public static Map<String, String> exploration(@Nullable CampaignConfig config) {
    return config == null
        ? Map.of()
        : Objects.requireNonNullElse(config.itemExplorationConfig, Map.of());
  }

  /** What decides beside likeness; nothing where none is configured. */
  public static RankingInfluence influence(@Nullable CampaignConfig config) {
    return config == null || config.rankingInfluence == null
        ? RankingInfluence.NONE
        : RankingInfluence.of(config.rankingInfluence);
  }
}
