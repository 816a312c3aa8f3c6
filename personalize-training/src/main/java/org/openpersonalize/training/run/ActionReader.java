// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.training.ActionData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.interaction.InteractionWish;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.training.items.ItemRecords;
import org.springframework.stereotype.Component;

/** Reads the actions that a dataset group offers its users, and what became of offers. */
@Component
class ActionReader {
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;
  private final ItemRecords records;
  private final ForecastCheck forecasts;

  ActionReader(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      InteractionTable interactions,
      ItemRecords records,
      ForecastCheck forecasts) {
    this.datasets = datasets;
    this.numbers = numbers;
    this.interactions = interactions;
    this.records = records;
    this.forecasts = forecasts;
  }

  /**
   * The actions and what became of them; empty for a recipe that is not about actions.
   *
   * @param moment what is dated later is taken for wrong, as of interactions with items
   * @throws JobRefused if no action has a record, or there is more than there is memory for
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  Optional<ActionData> read(
      Arn datasetGroupArn, Recipe recipe, Instant moment, TrainingProgress progress)
      throws JobRefused {
    if (!recipe.type().isAboutActions()) {
      return Optional.empty();
    }
    RecordColumns actions = records
        .actions(datasetGroupArn, progress)
        .filter(found -> found.size() > 0)
        .orElseThrow(
            () -> new JobRefused(
                "Create failed. The dataset group has no actions. Create an Actions dataset and import some."));
    return Optional.of(
        new ActionData(actions, interactions(datasetGroupArn, progress).asOf(moment)));
  }

  private InteractionLog interactions(Arn datasetGroupArn, TrainingProgress progress)
      throws JobRefused {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    Optional<Integer> dataset = datasets
        .findByDatasetGroupArnAndDatasetType(datasetGroupArn, DatasetType.ACTION_INTERACTIONS)
        .map(found -> numbers.of(found.arn()));
    if (dataset.isPresent()) {
      forecasts.requireRoomFor(interactions.count(dataset.get()));
      interactions.stream(dataset.get(), InteractionWish.withTypes(), row -> {
        if (builder.size() % InteractionReader.ROWS_PER_LOOK == 0) {
          progress.throwIfCancelled();
        }
        builder.add(row.userId(), row.itemId(), row.eventType(), Float.NaN, row.epochMillis());
      });
    }
    return builder.build();
  }
}
