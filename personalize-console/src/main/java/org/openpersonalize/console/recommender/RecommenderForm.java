// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.TrainingDataConfig;
import org.springframework.util.MultiValueMap;

/**
 * What is filled in of a recommender's configuration.
 *
 * @param columns those that can be left out of trainings
 * @param excluded those that are, spelled as {@link Column#spelling}
 */
record RecommenderForm(
    Recipe recipe,
    List<Column> columns,
    String name,
    String explorationWeight,
    String explorationItemAgeCutOff,
    boolean tellsMetadata,
    Set<String> excluded) {
  private static final String WEIGHT = "explorationWeight";
  private static final String CUT_OFF = "explorationItemAgeCutOff";
  private static final List<String> EXPLORATION = List.of(WEIGHT, CUT_OFF);

  /** A column that a model may learn from. */
  record Column(DatasetType type, String name) {
    /** Such as {@code ITEMS.PRICE}. */
    public String spelling() {
      return type + "." + name;
    }
  }

  /** What a form brings. */
  static RecommenderForm filled(
      Recipe recipe,
      Map<DatasetType, StoredDataset> datasets,
      MultiValueMap<String, String> filled) {
    return new RecommenderForm(
        recipe,
        columns(recipe, datasets),
        first(filled, "name"),
        first(filled, WEIGHT),
        first(filled, CUT_OFF),
        filled.containsKey("metadata"),
        Set.copyOf(filled.getOrDefault("excluded", List.of())));
  }

  private static String first(MultiValueMap<String, String> filled, String input) {
    @Nullable String value = filled.getFirst(input);
    return value == null ? "" : value.strip();
  }

  /** What a recommender has. */
  static RecommenderForm of(RecommenderView view, Map<DatasetType, StoredDataset> datasets) {
    RecommenderConfig config = view.recommender().recommenderConfig();
    List<Column> columns = columns(view.recipe(), datasets);
    return new RecommenderForm(
        view.recipe(),
        columns,
        view.name(),
        config.exploration().getOrDefault(WEIGHT, ""),
        config.exploration().getOrDefault(CUT_OFF, ""),
        config.tellsMetadata(),
        Set.copyOf(columns.stream()
            .filter(column -> !config.columns().uses(column.type(), column.name()))
            .map(Column::spelling)
            .toList()));
  }

  private static List<Column> columns(Recipe recipe, Map<DatasetType, StoredDataset> datasets) {
    List<Column> columns = new ArrayList<>();
    @Nullable StoredDataset interactions = datasets.get(DatasetType.INTERACTIONS);
    if (interactions != null
        && (recipe.supports(Feature.CONTEXT) || recipe.supports(Feature.BASKET_COLUMN))) {
      interactions.schema().metadata().stream()
          .map(field -> new Column(DatasetType.INTERACTIONS, field.name()))
          .forEach(columns::add);
    }
    @Nullable StoredDataset items = datasets.get(DatasetType.ITEMS);
    if (items != null) {
      items.schema().fields().stream()
          .filter(field -> field.role() == Field.Role.METADATA)
          .map(field -> new Column(DatasetType.ITEMS, field.name()))
          .forEach(columns::add);
    }
    return columns;
  }

  public boolean explores() {
    return recipe.supports(Feature.EXPLORATION);
  }

  public boolean excludes(Column column) {
    return excluded.contains(column.spelling());
  }

  /** Is anything said of it? Then it is shown. */
  public boolean isSaid() {
    return tellsMetadata
        || !excluded.isEmpty()
        || !explorationWeight.isEmpty()
        || !explorationItemAgeCutOff.isEmpty();
  }

  /** @param requestsPerSecond which the form leaves as it is; null for the default */
  RecommenderConfig config(@Nullable Integer requestsPerSecond) {
    return new RecommenderConfig(
        exploration(), requestsPerSecond, trainingData(), tellsMetadata ? true : null);
  }

  private @Nullable Map<String, String> exploration() {
    Map<String, String> exploration = new LinkedHashMap<>();
    if (!explorationWeight.isEmpty()) {
      exploration.put(WEIGHT, explorationWeight);
    }
    if (!explorationItemAgeCutOff.isEmpty()) {
      exploration.put(CUT_OFF, explorationItemAgeCutOff);
    }
    return exploration.isEmpty() ? null : exploration;
  }

  private @Nullable TrainingDataConfig trainingData() {
    Map<String, List<String>> byType = new TreeMap<>();
    columns.stream()
        .filter(this::excludes)
        .forEach(column -> byType
            .computeIfAbsent(column.type().name(), type -> new ArrayList<>())
            .add(column.name()));
    return byType.isEmpty() ? null : new TrainingDataConfig(byType, null);
  }

  /** The same errors, those about exploration at their inputs. */
  static FormErrors placed(FormErrors errors) {
    return new FormErrors(errors.list().stream().map(RecommenderForm::placed).toList());
  }

  private static FormError placed(FormError error) {
    String sentence = error.sentence();
    return sentence == null
        ? error
        : Stream.concat(EXPLORATION.stream(), Stream.of(error.field()))
            .filter(input -> input.equals(error.field()) || sentence.contains(input))
            .findFirst()
            .map(input -> FormError.said(input, sentence))
            .orElse(error);
  }
}
