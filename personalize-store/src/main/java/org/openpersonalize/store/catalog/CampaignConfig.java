// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign explores, and what it returns with each item; stored as jsonb, sent as it is.
 *
 * @param syncWithLatestSolutionVersion deploy each new version of the solution by itself
 */
public record CampaignConfig(
    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> itemExplorationConfig,

    @Nullable Boolean enableMetadataWithRecommendations,
    @Nullable Boolean syncWithLatestSolutionVersion) {
  public static boolean tellsMetadata(@Nullable CampaignConfig config) {
    return config != null && Boolean.TRUE.equals(config.enableMetadataWithRecommendations());
  }

  public static boolean syncs(@Nullable CampaignConfig config) {
    return config != null && Boolean.TRUE.equals(config.syncWithLatestSolutionVersion);
  }
}
