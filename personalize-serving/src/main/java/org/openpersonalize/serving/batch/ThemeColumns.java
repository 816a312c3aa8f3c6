// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.theme.ThemeFinder;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.ThemeGenerationConfig;
import org.springframework.stereotype.Component;

/** The columns of Items that themes are made of. */
@Component
class ThemeColumns {
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final Catalogs catalogs;

  ThemeColumns(DatasetRepository datasets, SchemaRepository schemas, Catalogs catalogs) {
    this.datasets = datasets;
    this.schemas = schemas;
    this.catalogs = catalogs;
  }

  /**
   * Checks that themes can be found for a version's answers.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if its recipe has none, or the items neither the name nor a text
   */
  void require(SolutionVersion version, ThemeGenerationConfig config) {
    if (ServedRecipes.find(version.recipeArn())
        .filter(recipe -> recipe.supports(Feature.THEMES))
        .isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because("Themes are for %s, but the recipe of %s is %s."
          .formatted(ServedRecipes.with(Feature.THEMES), version.arn(), version.recipeArn()));
    }
    DatasetSchema schema = datasets
        .findByDatasetGroupArnAndDatasetType(version.datasetGroupArn(), DatasetType.ITEMS)
        .map(this::schema)
        .orElseThrow(() -> missing(config));
    boolean isNamed = schema
        .field(name(config))
        .filter(field -> field.type() == Field.Type.STRING)
        .isPresent();
    boolean hasText = schema.fields().stream().anyMatch(Field::textual);
    if (!isNamed || !hasText) {
      throw missing(config);
    }
  }

  private DatasetSchema schema(Dataset dataset) {
    Schema schema = schemas.get(dataset.schemaArn());
    return DatasetSchema.parse(schema.schema(), schema.domain());
  }

  /** Counts the words of all items as they are now. */
  ThemeFinder finder(Arn datasetGroup, ThemeGenerationConfig config) {
    RecordColumns records =
        catalogs.of(datasetGroup, DatasetType.ITEMS).orElseThrow(() -> missing(config));
    Column name = records.columns().stream()
        .filter(column -> column.field().name().equalsIgnoreCase(name(config)))
        .findFirst()
        .orElseThrow(() -> missing(config));
    return new ThemeFinder(records, name);
  }

  private static String name(ThemeGenerationConfig config) {
    return config.fieldsForThemeGeneration().itemName();
  }

  private static PersonalizeException missing(ThemeGenerationConfig config) {
    return ErrorCode.INVALID_INPUT.because(
        "Themes need an Items dataset with a textual column and with a column %s of texts, as itemName says. Name another column, or change the schema."
            .formatted(name(config)));
  }
}
