// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.catalog.TrainingDataConfig;
import org.springframework.stereotype.Component;

/** Checks that a recommender's configuration fits its recipe and the datasets of its group. */
@Component
class RecommenderData {
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;

  RecommenderData(DatasetRepository datasets, SchemaRepository schemas) {
    this.datasets = datasets;
    this.schemas = schemas;
  }

  /**
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what does not fit
   */
  void requireFits(Arn group, Recipe recipe, RecommenderConfig config) {
    if (!config.exploration().isEmpty()) {
      if (!recipe.supports(Recipe.Feature.EXPLORATION)) {
        throw ErrorCode.INVALID_INPUT.because(
            "The recipe %s does not explore; leave out itemExplorationConfig."
                .formatted(recipe.name()));
      }
      ExplorationConfig.of(config.exploration());
    }
    if (config.tellsMetadata() && dataset(group, DatasetType.ITEMS).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "enableMetadataWithRecommendations needs an Items dataset, and %s has none. Create it, or leave the member out."
              .formatted(group));
    }
    TrainingDataConfig columns = config.trainingDataConfig();
    if (columns != null) {
      requireColumns(group, columns.excludedDatasetColumns(), "excludedDatasetColumns");
      requireColumns(group, columns.includedDatasetColumns(), "includedDatasetColumns");
    }
  }

  private void requireColumns(
      Arn group, @Nullable Map<String, List<String>> byType, String member) {
    if (byType != null) {
      byType.forEach((type, columns) -> {
        DatasetSchema schema = schema(group, type, member);
        columns.forEach(column -> {
          if (schema.field(column).isEmpty()) {
            throw ErrorCode.INVALID_INPUT.because(
                "%s names the column '%s', which the dataset %s does not have."
                    .formatted(member, column, type));
          }
        });
      });
    }
  }

  private DatasetSchema schema(Arn group, String type, String member) {
    Dataset dataset =
        List.of(DatasetType.INTERACTIONS, DatasetType.ITEMS, DatasetType.USERS).stream()
            .filter(each -> each.name().equalsIgnoreCase(type))
            .findFirst()
            .flatMap(each -> dataset(group, each))
            .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
                "%s names the dataset '%s': it must be one of INTERACTIONS, ITEMS and USERS that the dataset group has."
                    .formatted(member, type)));
    Schema schema = schemas.get(dataset.schemaArn());
    return DatasetSchema.parse(schema.schema(), schema.domain());
  }

  private Optional<Dataset> dataset(Arn group, DatasetType type) {
    return datasets.findByDatasetGroupArnAndDatasetType(group, type);
  }
}
