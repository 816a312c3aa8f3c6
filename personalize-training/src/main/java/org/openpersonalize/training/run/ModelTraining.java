// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.reward.ItemRewards;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.training.ActionData;
import org.openpersonalize.store.catalog.Trainable;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.publish.CheckpointStore;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.stereotype.Component;

/** Trains whatever kind of resource: read, forecast, train, publish. What came of it the resource's job makes known. */
@Component
class ModelTraining {
  /** Always the same, so that the same data and configuration give the same model. */
  private static final long SEED = 20_261_123;

  private final InteractionReader reader;
  private final ActionReader actionReader;
  private final ForecastCheck forecasts;
  private final CheckpointStore checkpoints;
  private final TrainingEngine engine;
  private final ModelPublisher publisher;
  private final TrainingSettings settings;

  ModelTraining(
      InteractionReader reader,
      ActionReader actionReader,
      ForecastCheck forecasts,
      CheckpointStore checkpoints,
      TrainingEngine engine,
      ModelPublisher publisher,
      TrainingSettings settings) {
    this.reader = reader;
    this.actionReader = actionReader;
    this.forecasts = forecasts;
    this.checkpoints = checkpoints;
    this.engine = engine;
    this.publisher = publisher;
    this.settings = settings;
  }

  /**
   * Carries out a training.
   *
   * @param run the attempt, which tells its files from those of others
   * @throws JobRefused if there is not enough data or memory
   * @throws java.util.concurrent.CancellationException if the watch calls it off
   */
  FinishedTraining train(Trainable resource, UUID run, TrainingWatch watch)
      throws JobRefused, IOException {
    TrainingPlan plan = TrainingPlan.of(resource);
    InteractionLog interactions =
        reader.read(resource.datasetGroupArn(), plan, watch).asOf(resource.creationDateTime());
    requireEnough(interactions, plan);
    reader.requireTexts(resource.datasetGroupArn(), plan);
    Optional<ActionData> actions = actionReader.read(
        resource.datasetGroupArn(), plan.recipe(), resource.creationDateTime(), watch);
    @Nullable ItemRewards rewards = rewards(resource, plan, interactions);
    Training training = plan.prepare(interactions, SEED, settings.threads())
        .rewarding(rewards)
        .withItems(
            () -> reader.records(resource.datasetGroupArn(), plan, resource.configuredAt(), watch))
        .withActions(() -> actions);
    watch.expect(forecasts.forecast(resource.arn(), training, watch));
    watch.keep(
        checkpoints.of(resource.arn(), identity(plan, interactions, actions, rewards), watch));
    TrainedModel model = engine.train(training, watch);
    return new FinishedTraining(publisher.publish(resource.arn(), run, model, watch), model);
  }

  private @Nullable ItemRewards rewards(
      Trainable resource, TrainingPlan plan, InteractionLog interactions) throws JobRefused {
    OptimizationObjective objective = plan.objective();
    return objective == null
        ? null
        : reader.rewards(resource.datasetGroupArn(), objective, interactions.items());
  }

  /** All that decides which model comes out: a run goes on from the checkpoints of one that agrees in it. */
  private static String identity(
      TrainingPlan plan,
      InteractionLog interactions,
      Optional<ActionData> actions,
      @Nullable ItemRewards rewards) {
    return String.join(
        " ",
        RecipeTrainer.libraryVersion(),
        Kernels.best().name(),
        Long.toString(SEED),
        interactions.digest(),
        actions.map(each -> each.interactions().digest()).orElse(""),
        plan.recipe().name(),
        plan.hyperparameters().given().toString(),
        plan.search().toString(),
        plan.events().toString(),
        rewards == null ? "" : rewards.digest(),
        plan.columns().toString());
  }

  private static void requireEnough(InteractionLog interactions, TrainingPlan plan)
      throws JobRefused {
    Optional<String> reason = plan.recipe().minimumData().missingFrom(interactions, plan.events());
    if (reason.isPresent()) {
      throw new JobRefused(reason.get());
    }
  }
}
