// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.Trainable;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.model.TrainedResources;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
import org.openpersonalize.store.model.TrainingProgressTable.UnderWay;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.testing.TestServers;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.StopSolutionVersionCreation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** What others see of a training, and what stays of it. */
@SpringBootTest(classes = TrainingTestConfiguration.class)
@ExtendWith(OutputCaptureExtension.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgressTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Arn PERSONALIZATION =
      Arn.ofService(ResourceType.RECIPE, "aws-user-personalization");
  private static final Arn POPULARITY = Arn.ofService(ResourceType.RECIPE, "aws-popularity-count");

  @Autowired
  SolutionService solutionService;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionRepository solutions;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  TrainingRun trainingRun;

  @Autowired
  ModelTraining modelTraining;

  @Autowired
  TrainingMonitor monitor;

  @Autowired
  TrainingResults results;

  @Autowired
  TrainedResources trained;

  @Autowired
  PublishedModels models;

  @Autowired
  TrainingForecasts forecasts;

  @Autowired
  TrainingProgressTable progress;

  @Autowired
  List<JobHandler> handlers;

  @Autowired
  ObjectStore objects;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  @BeforeEach
  void openShop() {
    shop.open();
  }

  @AfterEach
  void sendTheWorkerHome() {
    worker.shutdownNow();
  }

  @Test
  void another_process_reads_how_far_a_training_is_until_it_ends() throws Exception {
    shop.sell(Integer.MAX_VALUE);
    TestServers.Address address = TestServers.database();
    TrainingProgressTable elsewhere = new TrainingProgressTable(JdbcClient.create(
        new DriverManagerDataSource(address.url(), address.user(), address.password())));
    Arn version = create(PERSONALIZATION, Map.of("hidden_dimension", "256"));
    assertThat(elsewhere.find(version)).isEmpty();

    Instant before = Instant.now();
    Future<?> training = worker.submit(() -> trainingRun.run(version));
    UnderWay seen = await()
        .atMost(PATIENCE)
        .pollInterval(50, TimeUnit.MILLISECONDS)
        .until(
            () -> elsewhere.find(version).orElse(null),
            row -> row != null && row.stand().fraction() > 0);
    versionService.stop(new StopSolutionVersionCreation(version));
    training.get();

    assertThat(seen.stand().fraction()).isLessThan(1);
    assertThat(seen.stand().stage()).isEqualTo("evaluate");
    assertThat(seen.stand().loss()).isPositive();
    assertThat(seen.stand().secondsLeft()).isPositive();
    assertThat(seen.started()).isAfter(before.minusSeconds(1)).isBefore(seen.updated());
    assertThat(elsewhere.find(version)).isEmpty();
  }

  @Test
  void a_training_whose_row_cannot_be_written_says_so_once_and_goes_on(CapturedOutput output) {
    shop.sell(5_000);
    Arn version = create(POPULARITY, Map.of());
    jdbc.sql("ALTER TABLE training_progress RENAME TO elsewhere").update();
    try {
      trainingRun.run(version);
    } finally {
      jdbc.sql("ALTER TABLE elsewhere RENAME TO training_progress").update();
    }

    assertThat(versions.get(version).status()).isEqualTo(Status.ACTIVE);
    assertThat(output.getAll().split("cannot be written, its training goes on", -1))
        .hasSize(2);
  }

  @Test
  void what_a_run_that_died_has_left_goes_when_the_training_ends() {
    shop.sell(5_000);
    Arn version = create(POPULARITY, Map.of());
    progress.begin(
        version, UUID.randomUUID(), new Stand(0.5, "left behind", null, null, null), Instant.now());
    versionService.stop(new StopSolutionVersionCreation(version));

    trainingRun.run(version);

    assertThat(versions.get(version).status()).isEqualTo(Status.CREATE_STOPPED);
    assertThat(progress.find(version)).isEmpty();
  }

  @Test
  void nothing_of_a_training_stays_when_its_solution_is_deleted() {
    shop.sell(5_000);
    Arn version = create(POPULARITY, Map.of());
    trainingRun.run(version);
    progress.begin(
        version, UUID.randomUUID(), new Stand(0.5, "left behind", null, null, null), Instant.now());
    jdbc.sql("""
            INSERT INTO training_trial VALUES (:version, 1, 'search', 'als', '{}', 1, false, true, 1)
            """).param("version", version.toString()).update();
    Arn solution = version.parent();
    assertThat(rowsOf(solution)).isEqualTo(4);

    solutionService.delete(new DeleteSolution(solution));
    handlers.stream()
        .filter(each -> each.type() == JobType.DELETE_SOLUTION)
        .forEach(each -> each.run(solution));

    assertThat(solutions.findById(solution)).isEmpty();
    assertThat(versions.findById(version)).isEmpty();
    assertThat(rowsOf(solution)).isZero();
  }

  private int rowsOf(Arn solution) {
    return jdbc.sql("""
            SELECT table_name FROM information_schema.columns
            WHERE table_schema = 'public' AND column_name = 'trained_arn'
            """).query(String.class).list().stream()
        .mapToInt(
            table -> jdbc.sql("SELECT count(*) FROM %s WHERE starts_with(trained_arn, :solution)"
                    .formatted(table))
                .param("solution", solution.toString())
                .query(Integer.class)
                .single())
        .sum();
  }

  /** A kind of resource that there is not yet. */
  private record Recommender(
      Arn arn,
      Arn datasetGroupArn,
      Instant creationDateTime,
      @Nullable Arn wantedRecipeArn) implements Trainable {}

  @Test
  void whatever_knows_its_recipe_and_dataset_group_is_trained_by_the_same_path()
      throws IOException, JobRefused {
    shop.sell(5_000);
    Recommender recommender = new Recommender(
        Arn.parse("arn:aws:personalize:us-east-1:000000000000:recommender/popular"),
        Shop.GROUP,
        Instant.now(),
        POPULARITY);

    try (TrainingWatch watch = monitor.watch(recommender.arn(), UUID.randomUUID(), () -> true)) {
      FinishedTraining finished = modelTraining.train(recommender, UUID.randomUUID(), watch);
      transaction.executeWithoutResult(
          status -> results.keep(recommender.arn(), finished, watch.used(), Instant.now()));
    }

    PublishedModel published = models.find(recommender.arn()).orElseThrow();
    assertThat(RecommendationModel.load(
                file -> objects.open(published.bucket(), published.prefix() + file))
            .items()
            .size())
        .isPositive();
    assertThat(forecasts.find(recommender.arn()).orElseThrow().actual()).isNotNull();
    transaction.executeWithoutResult(status -> trained.forget(recommender.arn()));
    assertThat(models.find(recommender.arn())).isEmpty();
  }

  /** A version of a solution of its own. */
  private Arn create(Arn recipe, Map<String, String> hyperparameters) {
    SolutionConfig config = hyperparameters.isEmpty()
        ? null
        : new SolutionConfig(null, hyperparameters, null, null, null, null, null, null, null);
    Arn solution = solutionService
        .create(new CreateSolution(
            "solution-" + UUID.randomUUID(),
            Shop.GROUP,
            recipe,
            null,
            null,
            false,
            null,
            null,
            config,
            null))
        .solutionArn();
    return versionService
        .create(new CreateSolutionVersion(solution, null, null, null))
        .solutionVersionArn();
  }
}
