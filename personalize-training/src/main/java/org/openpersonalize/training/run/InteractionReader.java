// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.Baskets;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.reward.ItemRewards;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.Field.Type;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.interaction.InteractionWish;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.training.items.ItemRecords;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.stereotype.Component;

/** Reads what a dataset group has for a training. */
@Component
public class InteractionReader {
  static final int ROWS_PER_LOOK = 1 << 14;

  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;
  private final ItemRecords items;
  private final ForecastCheck forecasts;

  InteractionReader(
      DatasetRepository datasets,
      SchemaRepository schemas,
      DatasetNumbers numbers,
      InteractionTable interactions,
      ItemRecords items,
      ForecastCheck forecasts) {
    this.datasets = datasets;
    this.schemas = schemas;
    this.numbers = numbers;
    this.interactions = interactions;
    this.items = items;
    this.forecasts = forecasts;
  }

  /**
   * All interactions, and the items that so far only the Items dataset knows. What tells of the situation is read for a recipe
   * that learns of it: the dataset's own columns that are categorical or boolean, or the one that tells baskets.
   *
   * @param plan what the training will make of them
   * @throws JobRefused if there is no dataset of them and the recipe needs one, or if there are more than there is memory for
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public InteractionLog read(Arn datasetGroupArn, TrainingPlan plan, TrainingProgress progress)
      throws JobRefused {
    Optional<Dataset> found =
        datasets.findByDatasetGroupArnAndDatasetType(datasetGroupArn, DatasetType.INTERACTIONS);
    if (found.isEmpty()) {
      return withoutInteractions(datasetGroupArn, plan, progress);
    }
    Dataset dataset = found.get();
    int number = numbers.of(dataset.arn());
    forecasts.requireRoomFor(interactions.count(number));
    DatasetSchema schema = schema(dataset);
    List<String> context = context(schema, plan.recipe()).stream()
        .filter(column -> plan.columns().uses(DatasetType.INTERACTIONS, column))
        .toList();
    InteractionLogBuilder builder = new InteractionLogBuilder(context);
    interactions.stream(number, wish(schema, plan.events()).and(context), row -> {
      if (builder.size() % ROWS_PER_LOOK == 0) {
        progress.throwIfCancelled();
      }
      builder.add(
          row.userId(), row.itemId(), row.eventType(), (float) row.eventValue(), row.epochMillis());
      for (int column = 0; column < context.size(); column++) {
        builder.addContext(column, row.property(column));
      }
    });
    items.streamIds(datasetGroupArn, builder::addItem);
    progress.throwIfCancelled();
    return builder.build();
  }

  private InteractionLog withoutInteractions(
      Arn datasetGroupArn, TrainingPlan plan, TrainingProgress progress) throws JobRefused {
    if (plan.recipe().minimumData().interactions() > 0) {
      throw new JobRefused(
          "Create failed. The dataset group has no Interactions dataset. Create one and import interactions.");
    }
    InteractionLogBuilder builder = new InteractionLogBuilder();
    items.streamIds(datasetGroupArn, builder::addItem);
    progress.throwIfCancelled();
    return builder.build();
  }

  /**
   * Makes sure that there are texts of items, for a recipe that learns from them.
   *
   * @throws JobRefused if there are none
   */
  void requireTexts(Arn datasetGroupArn, TrainingPlan plan) throws JobRefused {
    if (plan.recipe().supports(Feature.ITEM_TEXTS)
        && !items.haveTexts(datasetGroupArn, learnedFrom(plan))) {
      throw new JobRefused(
          "Create failed. The recipe %s compares texts, and there is no Items dataset with a column to be learned from that is textual or the itemName. Create one by such a schema, and import items."
              .formatted(plan.recipe().name()));
    }
  }

  /**
   * What the items are worth by an objective.
   *
   * @param ids of the items, in the order of their numbers
   * @throws JobRefused if no item has a value
   * @throws org.openpersonalize.core.resource.PersonalizeException if the objective's column is not one of numbers any more
   */
  ItemRewards rewards(Arn datasetGroupArn, OptimizationObjective objective, IdIndex ids)
      throws JobRefused {
    String column = objective.itemAttribute();
    return ItemRewards.of(objective, items.numbers(datasetGroupArn, column), ids)
        .orElseThrow(() -> new JobRefused(
            "Create failed. No item of the Items dataset has a number in the column %s. Import items that have one."
                .formatted(column)));
  }

  private static List<String> context(DatasetSchema schema, Recipe recipe) {
    if (recipe.supports(Feature.BASKET_COLUMN)) {
      return Baskets.column(schema.metadata().stream().map(Field::name).toList()).stream()
          .toList();
    }
    if (!recipe.supports(Feature.CONTEXT)) {
      return List.of();
    }
    return schema.metadata().stream()
        .filter(field -> field.categorical() || field.type() == Type.BOOLEAN)
        .map(Field::name)
        .toList();
  }

  /**
   * The records of the items, in the columns that are learned from; empty if there is no Items dataset.
   *
   * @param configuredAt columns that the dataset got later are passed over
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  Optional<RecordColumns> records(
      Arn datasetGroupArn, TrainingPlan plan, Instant configuredAt, TrainingProgress progress) {
    return items.all(datasetGroupArn, configuredAt, learnedFrom(plan), progress);
  }

  private static Predicate<Field> learnedFrom(TrainingPlan plan) {
    return field -> plan.columns().uses(DatasetType.ITEMS, field.name());
  }

  private DatasetSchema schema(Dataset dataset) {
    Schema schema = schemas.get(dataset.schemaArn());
    return DatasetSchema.parse(schema.schema(), schema.domain());
  }

  /**
   * The API demands a type of every event, also of those that go into a dataset without types; there they count only if
   * the solution names one.
   */
  private static InteractionWish wish(DatasetSchema schema, ConfidenceRule rule) {
    if (rule.eventWeights().stream().anyMatch(each -> each.eventType() != null)) {
      return InteractionWish.withTypes();
    }
    return schema.field("EVENT_TYPE").isPresent()
        ? InteractionWish.withTypes()
        : InteractionWish.withoutTypes();
  }
}
