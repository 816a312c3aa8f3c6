// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.ResourceJob;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.StopSolutionVersionCreation;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class StopTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Autowired
  SolutionService solutionService;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  TrainingRun trainingRun;

  @Autowired
  VersionPublication publication;

  @Autowired
  ResourceJob.Means means;

  @Autowired
  InteractionReader reader;

  @Autowired
  ModelPublisher publisher;

  @Autowired
  PublishedModels models;

  @Autowired
  ObjectStore objects;

  @Autowired
  TrainingSettings settings;

  @Autowired
  MeterRegistry metrics;

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
  void a_version_that_waits_is_stopped_at_once_and_never_trained() throws IOException {
    shop.sell(5_000);
    Arn version = create(Map.of());

    stop(version);
    assertThat(status(version)).isEqualTo(Status.CREATE_STOPPED);

    trainingRun.run(version);
    assertThat(status(version)).isEqualTo(Status.CREATE_STOPPED);
    assertNothingLeft(version);
  }

  /** The trainer gets no call: it hears of the stop by the change feed, as on another node. */
  @Test
  void a_training_is_stopped_within_a_second_and_leaves_nothing() throws Exception {
    shop.sell(100_000);
    Arn version = create(Map.of("hidden_dimension", "256"));
    Future<?> training = worker.submit(() -> trainingRun.run(version));
    await().atMost(PATIENCE).pollInterval(5, TimeUnit.MILLISECONDS).until(() -> isAtWork(version));

    Instant asked = Instant.now();
    long worked = PROCESS.getProcessCpuTime();
    stop(version);
    assertThat(status(version)).isIn(Status.CREATE_STOPPING, Status.CREATE_STOPPED);
    await()
        .atMost(PATIENCE)
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> status(version) == Status.CREATE_STOPPED);
    Duration untilStopped = Duration.between(asked, Instant.now());
    // A second in which every processor works for it, however long others kept them from that.
    Duration untilStoppedAlone = Duration.ofNanos(PROCESS.getProcessCpuTime() - worked)
        .dividedBy(PROCESS.getAvailableProcessors());
    training.get();

    System.out.printf("Stop: %d ms until CREATE STOPPED%n", untilStopped.toMillis());
    assertThat(untilStoppedAlone).isLessThan(Duration.ofSeconds(1));
    assertNothingLeft(version);
    assertThat(jdbc.sql("SELECT count(*) FROM job_run").query(Integer.class).single())
        .isZero();
    assertThat(metrics
            .get("personalize.trainings")
            .tag("outcome", "stopped")
            .timer()
            .count())
        .isPositive();
  }

  private boolean isAtWork(Arn version) {
    Gauge progress = metrics
        .find("personalize.training.progress")
        .tag("solutionVersion", version.id())
        .gauge();
    return progress != null && progress.value() > 0;
  }

  @Test
  void a_version_whose_trainer_died_is_stopped_by_the_job_that_the_stop_queues() {
    shop.sell(5_000);
    Arn version = create(Map.of());
    assertThatThrownBy(() -> new Dying().run(version)).hasMessage("dead");

    stop(version);
    assertThat(status(version)).isEqualTo(Status.CREATE_STOPPING);
    assertThat(jdbc.sql("SELECT count(*) FROM train_task WHERE task_instance LIKE :version || '%'")
            .param("version", version.toString())
            .query(Integer.class)
            .single())
        .isEqualTo(2);

    trainingRun.run(version);
    assertThat(status(version)).isEqualTo(Status.CREATE_STOPPED);
  }

  @Test
  void a_stop_that_comes_before_the_commit_wins_and_one_that_comes_after_is_refused()
      throws Exception {
    shop.sell(5_000);
    Arn stopped = create(Map.of());
    Arn refused = create(Map.of());
    Arn published = create(Map.of());
    TrainingPlan plan = TrainingPlan.of(versions.get(stopped));
    InteractionLog sales = reader.read(Shop.GROUP, plan, TrainingProgress.NONE);
    TrainedModel model = new RecipeTrainer(Clock.systemUTC())
        .train(plan.prepare(sales, 1, 2), TrainingProgress.NONE);

    new Publishing(model, () -> stop(stopped)).run(stopped);
    new Refusing(() -> stop(refused)).run(refused);
    assertThat(status(stopped)).isEqualTo(Status.CREATE_STOPPED);
    assertThat(status(refused)).isEqualTo(Status.CREATE_STOPPED);
    trainingRun.run(stopped);
    assertNothingLeft(stopped);

    new Publishing(model, () -> {}).run(published);
    assertThatThrownBy(() -> stop(published)).satisfies(StopTest::isInUse);
    assertThat(status(published)).isEqualTo(Status.ACTIVE);
  }

  /** A training that ends as the test says. */
  private abstract class Training extends CreationJob<SolutionVersion> {
    Training() {
      super(JobType.TRAIN_SOLUTION_VERSION, versions, means);
    }

    @Override
    protected String gaveUp(Throwable error) {
      return "Create failed.";
    }
  }

  private final class Dying extends Training {
    @Override
    protected void work(SolutionVersion version, Run run) {
      throw new IllegalStateException("dead");
    }
  }

  private final class Refusing extends Training {
    private final Runnable before;

    Refusing(Runnable before) {
      this.before = before;
    }

    @Override
    protected void work(SolutionVersion version, Run run) throws JobRefused {
      before.run();
      throw new JobRefused("Create failed.");
    }
  }

  private final class Publishing extends Training {
    private final TrainedModel model;
    private final Runnable before;

    Publishing(TrainedModel model, Runnable before) {
      this.model = model;
      this.before = before;
    }

    @Override
    protected void work(SolutionVersion version, Run run) {
      before.run();
      try {
        String prefix = publisher.publish(version.arn(), run.id(), model, TrainingProgress.NONE);
        FinishedTraining finished = new FinishedTraining(prefix, model);
        run.complete(row -> publication.publish(
            row, finished, Duration.ofSeconds(1), new ForecastComparison.Used(1, 1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"ACTIVE", "CREATE_FAILED", "CREATE_STOPPING", "CREATE_STOPPED"})
  void only_what_is_under_way_can_be_stopped(Status status) {
    Arn version = create(Map.of());
    jdbc.sql("UPDATE solution_version SET status = :status")
        .param("status", status.wire())
        .update();

    assertThatThrownBy(() -> stop(version)).satisfies(StopTest::isInUse);
    assertThat(status(version)).isEqualTo(status);
  }

  private static void isInUse(Throwable error) {
    assertThat(error)
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_IN_USE));
  }

  private void assertNothingLeft(Arn version) throws IOException {
    assertThat(models.find(version)).isEmpty();
    assertThat(objects.list(settings.bucket(), ModelPublisher.prefix(version))).isEmpty();
  }

  private void stop(Arn version) {
    versionService.stop(new StopSolutionVersionCreation(version));
  }

  private Status status(Arn version) {
    return versions.get(version).status();
  }

  /** A version of a solution of its own. */
  private Arn create(Map<String, String> hyperparameters) {
    Arn solution = solutionService
        .create(new CreateSolution(
            "solution-" + UUID.randomUUID(),
            Shop.GROUP,
            Arn.ofService(ResourceType.RECIPE, "aws-user-personalization"),
            null,
            null,
            false,
            null,
            null,
            new SolutionConfig(null, hyperparameters, null, null, null, null, null, null, null),
            null))
        .solutionArn();
    return versionService
        .create(new CreateSolutionVersion(solution, null, null, List.of()))
        .solutionVersionArn();
  }
}
