// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a recommender explores, what it is trained on, and what it returns with each item; stored as jsonb, sent as it is.
 *
 * @param minRecommendationRequestsPerSecond is kept and told, and changes nothing
 */
public record RecommenderConfig(
    @Nullable @Size(max = 100) Map<@Size(max = 256) String, @Size(max = 1000) String> itemExplorationConfig,

    @Nullable @Min(1) Integer minRecommendationRequestsPerSecond,
    @Nullable @Valid TrainingDataConfig trainingDataConfig,
    @Nullable Boolean enableMetadataWithRecommendations) {
  public static final RecommenderConfig DEFAULT = new RecommenderConfig(null, 1, null, null);

  /** Which columns it is trained on. */
  public TrainingDataConfig columns() {
    return Objects.requireNonNullElse(trainingDataConfig, TrainingDataConfig.ALL);
  }

  public boolean tellsMetadata() {
    return Boolean.TRUE.equals(enableMetadataWithRecommendations);
  }

  /** Empty if nothing is said of exploration. */
  public Map<String, String> exploration() {
    return itemExplorationConfig == null ? Map.of() : itemExplorationConfig;
  }
}
