// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.reward.ObjectiveSensitivity;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionConfig.AutoTrainingConfig;
import org.openpersonalize.store.catalog.SolutionConfig.EventParameters;
import org.openpersonalize.store.catalog.SolutionConfig.EventsConfig;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.TrainingDataConfig;
import org.openpersonalize.store.catalog.TrainingMode;
import org.openpersonalize.store.catalog.TrainingType;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Runs;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.testing.Announcements;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.run.TrainingRun;
import org.openpersonalize.training.schedule.AutoTraining;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.GetSolutionMetrics;
import org.openpersonalize.training.solution.SolutionVersionService.StopSolutionVersionCreation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SolutionLifeCycleTest {
  private static final Arn USER_PERSONALIZATION =
      Arn.ofService(ResourceType.RECIPE, "aws-user-personalization");
  private static final Arn USER_PERSONALIZATION_V2 =
      Arn.ofService(ResourceType.RECIPE, "aws-user-personalization-v2");
  private static final Arn POPULARITY = Arn.ofService(ResourceType.RECIPE, "aws-popularity-count");
  private static final Arn RANKING = Arn.ofService(ResourceType.RECIPE, "aws-personalized-ranking");
  private static final String ITEMS = """
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"BRAND","type":"string","categorical":true},
        {"name":"PRICE","type":["null","float"]},
        {"name":"MARGIN","type":["null","float"]}]}
      """;
  private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

  @Autowired
  SolutionService solutionService;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionRepository solutions;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  PublishedModels models;

  @Autowired
  ObjectStore objects;

  @Autowired
  TrainingSettings settings;

  @Autowired
  TrainingRun trainingRun;

  @Autowired
  AutoTraining autoTraining;

  @Autowired
  List<JobHandler> handlers;

  @Autowired
  RecordTable records;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  ChangeFeed feed;

  @Autowired
  Runs runs;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  SettableClock clock;

  @Autowired
  Shop shop;

  @BeforeEach
  void openShop() {
    shop.open();
  }

  @Test
  void a_trained_version_is_active_with_eight_metrics_that_beat_popularity_and_a_model_that_loads()
      throws IOException {
    shop.sell(60_000);
    Arn version = train(solution("als", USER_PERSONALIZATION, null, false));

    SolutionVersion trained = versions.get(version);
    assertThat(trained.status()).isEqualTo(Status.ACTIVE);
    assertThat(trained.trainingHours()).isPositive();
    assertThat(BigDecimal.valueOf(trained.trainingHours()).stripTrailingZeros().scale())
        .isLessThanOrEqualTo(4);
    assertThat(trained.trainingType()).isEqualTo(TrainingType.MANUAL);
    Map<String, Double> metrics =
        versionService.metrics(new GetSolutionMetrics(version)).metrics();
    assertThat(metrics)
        .containsOnlyKeys(
            "coverage",
            "mean_reciprocal_rank_at_25",
            "normalized_discounted_cumulative_gain_at_5",
            NDCG,
            "normalized_discounted_cumulative_gain_at_25",
            "precision_at_5",
            "precision_at_10",
            "precision_at_25");
    PublishedModel published = models.find(version).orElseThrow();
    assertThat(metrics.get(NDCG))
        .isGreaterThan(1.2 * published.baselineMetrics().get(NDCG));
    RecommendationModel model = model(version);
    assertThat(
            model.answer(Question.of(List.of(), Instant.now()), Wish.best(10)).items())
        .hasSize(10);
    assertThat(solutionService
            .describe(new DescribeSolution(version.parent()))
            .solution()
            .latestSolutionVersion())
        .satisfies(latest -> assertThat(latest.solutionVersionArn()).isEqualTo(version));
  }

  @Test
  void what_is_dated_into_the_next_century_is_not_what_everyone_took_last() {
    shop.sell(8_000);
    jdbc.sql("""
            INSERT INTO interaction (import_id, user_id, item_id, event_type, "timestamp")
            SELECT DISTINCT import_id, user_id, 'gift', 'purchase', 4102444800000 FROM interaction
            """).update();

    Arn version = train(solution("als", USER_PERSONALIZATION, null, false));

    assertThat(versionService.metrics(new GetSolutionMetrics(version)).metrics())
        .extractingByKey("mean_reciprocal_rank_at_25")
        .satisfies(rank -> assertThat(rank).isBetween(0.01, 0.5));
  }

  @Test
  void every_change_is_announced() throws Exception {
    shop.sell(5_000);
    Announcements announcements = new Announcements(feed);
    Arn solution = announcements.expectOf(() -> solution("told", POPULARITY, null, false));
    Arn stopped = announcements.expectOf(() -> create(solution));
    announcements.expect(
        1, stopped, () -> versionService.stop(new StopSolutionVersionCreation(stopped)));
    Arn version = announcements.expectOf(() -> create(solution));
    announcements.expect(2, version, () -> trainingRun.run(version));

    announcements.expect(1, solution, () -> solutionService.delete(new DeleteSolution(solution)));
    announcements.expect(2, solution, () -> handler(JobType.DELETE_SOLUTION).run(solution));
    assertThat(solutions.findById(solution)).isEmpty();
  }

  private RecommendationModel model(Arn version) throws IOException {
    PublishedModel published = models.find(version).orElseThrow();
    return RecommendationModel.load(
        file -> objects.open(published.bucket(), published.prefix() + file));
  }

  @Test
  void the_trends_of_videos_are_trained_and_go_on_with_events() throws IOException {
    shop.sell(5_000);
    Arn version = train(
        solution("trends", Arn.ofService(ResourceType.RECIPE, "aws-trending-now"), null, false));
    Arn videos = shop.untrained(shop.solution("aws-vod-trending-now"));
    assertThat(trainingRun.run(videos)).isEmpty();

    assertThat(versions.get(videos).status()).isEqualTo(Status.ACTIVE);
    assertThat(best(model(videos)))
        .hasSize(10)
        .as("both have two hours for an interval")
        .isEqualTo(best(model(version)));
    assertThat(model(videos).eventLearning()).isPresent();
  }

  private static List<String> best(RecommendationModel model) {
    return model.answer(Question.of(List.of(), Instant.now()), Wish.best(10)).itemIds();
  }

  @Test
  void an_item_that_only_the_items_dataset_knows_belongs_to_the_model() throws IOException {
    shop.sell(5_000);
    Arn solution = solution("popular", POPULARITY, null, false);
    int sold = model(train(solution)).items().size();

    shop.stock("not-sold-yet", "sold-neither");
    RecommendationModel model = model(train(solution));

    assertThat(model.items().size()).isEqualTo(sold + 2);
    assertThat(model.items().find("not-sold-yet")).isPresent();
  }

  @Test
  void too_little_data_fails_the_version_with_the_reason() {
    shop.sell(900);
    Arn version = train(solution("als", USER_PERSONALIZATION, null, false));

    assertThat(versions.get(version).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(versions.get(version).failureReason()).contains("fewer than 1000 interactions");
    assertThatThrownBy(() -> versionService.metrics(new GetSolutionMetrics(version)))
        .satisfies(e -> assertCode(e, ErrorCode.RESOURCE_IN_USE));
  }

  @Test
  void only_events_of_the_wanted_type_are_counted() {
    shop.sell(5_000);
    Arn solution = solutionService
        .create(new CreateSolution(
            "views", Shop.GROUP, POPULARITY, null, null, false, null, "view", null, null))
        .solutionArn();

    assertThat(versions.get(train(solution)).failureReason())
        .contains("after filtering by event type");
  }

  @Test
  void a_version_can_be_trained_again_after_a_crash_and_is_published_once() {
    shop.sell(5_000);
    Arn version = create(solution("popular", POPULARITY, null, false));
    runs.begin(version, Instant.now());
    jdbc.sql("UPDATE solution_version SET status = 'CREATE IN_PROGRESS'").update();

    trainingRun.run(version);
    trainingRun.run(version);

    assertThat(versions.get(version).status()).isEqualTo(Status.ACTIVE);
    assertThat(jdbc.sql("SELECT count(*) FROM published_model")
            .query(Integer.class)
            .single())
        .isEqualTo(1);
  }

  @Test
  void what_a_run_wrote_before_it_died_is_deleted_when_the_version_has_ended() throws IOException {
    shop.sell(5_000);
    Arn version = create(solution("popular", POPULARITY, null, false));
    leaveRemains(version);
    trainingRun.run(version);
    List<String> published = filesOf(version);

    leaveRemains(version);
    trainingRun.run(version);

    assertThat(published)
        .isNotEmpty()
        .allMatch(key -> key.startsWith(models.find(version).orElseThrow().prefix()));
    assertThat(filesOf(version)).isEqualTo(published);
  }

  private void leaveRemains(Arn version) throws IOException {
    objects.put(
        settings.bucket(),
        ModelPublisher.prefix(version) + "a-dead-run/items",
        InputStream.nullInputStream());
  }

  private List<String> filesOf(Arn version) throws IOException {
    return objects.list(settings.bucket(), ModelPublisher.prefix(version)).stream()
        .map(ObjectEntry::key)
        .toList();
  }

  @Test
  void automatic_training_waits_and_stands_back_for_a_version_that_is_made_meanwhile() {
    shop.sell(5_000);
    Arn solution = solution("auto", POPULARITY, "rate(3 days)", true);
    assertAbout(nextTurn(solution), Duration.ofMinutes(5));
    assertThat(versions.findBySolutionArn(solution)).isEmpty();

    create(solution);

    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofDays(3)));
    assertThat(versions.findBySolutionArn(solution))
        .singleElement()
        .satisfies(version -> assertThat(version.trainingType()).isEqualTo(TrainingType.MANUAL));
  }

  private Instant nextTurn(Arn solution) {
    return jdbc.sql("SELECT execution_time FROM train_task WHERE task_instance = :arn")
        .param("arn", solution.toString())
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  @Test
  void automatic_training_starts_with_the_first_data_and_then_waits_for_new() {
    Arn solution = solution("auto", POPULARITY, "rate(3 days)", true);
    assertThat(scheduled(solution)).isEqualTo(1);
    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofHours(1)));
    assertThat(versions.findBySolutionArn(solution)).isEmpty();

    shop.sell(5_000);
    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofDays(3)));
    assertThat(versions.findBySolutionArn(solution))
        .singleElement()
        .satisfies(version -> assertThat(version.trainingType()).isEqualTo(TrainingType.AUTOMATIC));

    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofDays(3)));
    assertThat(versions.findBySolutionArn(solution)).hasSize(1);

    clock.advance(Duration.ofDays(2));
    shop.sell(5_000);
    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofDays(1)));
    assertThat(versions.findBySolutionArn(solution)).as("it is not time yet").hasSize(1);

    clock.advance(Duration.ofDays(2));
    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofDays(3)));
    assertThat(versions.findBySolutionArn(solution))
        .as("the import is newer than the last training")
        .hasSize(2);

    clock.advance(Duration.ofDays(4));
    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofDays(3)));
    assertThat(versions.findBySolutionArn(solution)).as("nothing new came").hasSize(2);
  }

  @Test
  void a_training_that_failed_for_want_of_data_is_tried_again_when_more_came() {
    shop.sell(900);
    Arn solution = solution("auto", POPULARITY, "rate(3 days)", true);
    autoTraining.run(solution);
    trainingRun.run(versions.findBySolutionArn(solution).get(0).arn());

    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofHours(1)));
    assertThat(versions.findBySolutionArn(solution)).as("nothing new came").hasSize(1);

    shop.sell(5_000);
    autoTraining.run(solution);
    assertThat(versions.findBySolutionArn(solution)).hasSize(2);
  }

  @Test
  void a_schedule_that_finds_no_room_looks_again() {
    shop.sell(5_000);
    Arn busy = solution("busy", POPULARITY, null, false);
    for (int i = 0; i < 20; i++) {
      create(busy);
    }
    Arn solution = solution("auto", POPULARITY, "rate(3 days)", true);

    assertThat(autoTraining.run(solution))
        .hasValueSatisfying(next -> assertAbout(next, Duration.ofHours(1)));
    assertThat(versions.findBySolutionArn(solution)).isEmpty();
  }

  private void assertAbout(Instant next, Duration fromNow) {
    assertThat(Duration.between(clock.instant(), next)).isBetween(fromNow.minusMinutes(1), fromNow);
  }

  private int scheduled(Arn solution) {
    return jdbc.sql(
            "SELECT count(*) FROM train_task WHERE task_name = 'AUTO_TRAIN_SOLUTION' AND task_instance = :arn")
        .param("arn", solution.toString())
        .query(Integer.class)
        .single();
  }

  @Test
  void a_deleted_solution_takes_its_versions_schedule_and_files_along() throws IOException {
    shop.sell(5_000);
    Arn solution = solution("gone", POPULARITY, null, true);
    Arn version = train(solution);
    assertThat(objects.list("personalize-models", "gone/")).isNotEmpty();

    solutionService.delete(new DeleteSolution(solution));
    assertThat(solutions.get(solution).status()).isEqualTo(Status.DELETE_PENDING);
    assertThat(scheduled(solution)).isZero();
    handler(JobType.DELETE_SOLUTION).run(solution);

    assertThat(solutions.findById(solution)).isEmpty();
    assertThat(versions.findById(version)).isEmpty();
    assertThat(objects.list("personalize-models", "gone/")).isEmpty();
  }

  @Test
  void a_deletion_that_a_crash_kept_in_the_queue_spares_a_new_solution_of_the_same_name()
      throws IOException {
    shop.sell(5_000);
    Arn solution = solution("again", POPULARITY, null, false);
    train(solution);

    handler(JobType.DELETE_SOLUTION).run(solution);

    assertThat(solutions.get(solution).status()).isEqualTo(Status.ACTIVE);
    assertThat(objects.list("personalize-models", "again/")).isNotEmpty();
  }

  @Test
  void a_solution_in_use_is_not_deleted() {
    shop.sell(5_000);
    Arn solution = solution("used", POPULARITY, null, false);
    Arn version = create(solution);
    assertThatThrownBy(() -> solutionService.delete(new DeleteSolution(solution)))
        .as("a version is under way")
        .satisfies(e -> assertCode(e, ErrorCode.RESOURCE_IN_USE));

    trainingRun.run(version);
    shop.campaign(version);
    assertThatThrownBy(() -> solutionService.delete(new DeleteSolution(solution)))
        .as("a campaign serves it")
        .satisfies(e -> assertCode(e, ErrorCode.RESOURCE_IN_USE));
  }

  @Test
  void what_a_recipe_does_not_have_is_refused_by_name() {
    assertRefused(
        config(Map.of("hidden_dimension", "7"), null, null),
        "hidden_dimension",
        USER_PERSONALIZATION);
    assertRefused(config(Map.of("depth", "7"), null, null), "depth", USER_PERSONALIZATION);
    assertRefused(
        config(null, null, "rate(31 days)"), "schedulingExpression", USER_PERSONALIZATION);
    assertRefused(
        config(null, List.of(new EventParameters("view", null, 0.5)), null),
        "eventsConfig",
        USER_PERSONALIZATION);
    assertRefused(
        config(null, List.of(new EventParameters(null, null, 0.5)), null),
        "eventType",
        USER_PERSONALIZATION_V2);
    assertThatThrownBy(
            () -> solution("unknown", Arn.ofService(ResourceType.RECIPE, "aws-magic"), null, false))
        .satisfies(e -> assertCode(e, ErrorCode.RESOURCE_NOT_FOUND));
    Arn solution = solution("plain", USER_PERSONALIZATION, null, false);
    assertThatThrownBy(() -> versionService.create(
            new CreateSolutionVersion(solution, null, TrainingMode.UPDATE, null)))
        .satisfies(e -> assertCode(e, ErrorCode.INVALID_INPUT));
  }

  @Test
  void an_update_answers_with_the_newest_model_that_was_trained_and_learns_nothing()
      throws IOException {
    shop.sell(5_000);
    Arn solution = solution("updated", USER_PERSONALIZATION, null, false);
    Arn full = train(solution);
    shop.sell(20_000);

    Arn update = versionService
        .create(new CreateSolutionVersion(solution, null, TrainingMode.UPDATE, null))
        .solutionVersionArn();
    assertThat(trainingRun.run(update)).isEmpty();

    SolutionVersion updated = versions.get(update);
    assertThat(updated.status()).isEqualTo(Status.ACTIVE);
    assertThat(updated.trainingMode()).isEqualTo(TrainingMode.UPDATE);
    assertThat(models.find(update).orElseThrow().prefix())
        .isNotEqualTo(models.find(full).orElseThrow().prefix());
    assertThat(versionService.metrics(new GetSolutionMetrics(update)).metrics())
        .isEqualTo(versionService.metrics(new GetSolutionMetrics(full)).metrics());
    Question anybody = Question.of(List.of(), Instant.now());
    assertThat(model(update).answer(anybody, Wish.best(10)).itemIds())
        .isEqualTo(model(full).answer(anybody, Wish.best(10)).itemIds());
  }

  @Test
  void an_objective_is_trained_for_and_what_recommendations_earn_is_told() throws IOException {
    shop.sell(20_000);
    stock();
    SolutionConfig off = objective("PRICE", ObjectiveSensitivity.OFF);
    SolutionConfig high = objective("PRICE", ObjectiveSensitivity.HIGH);

    Arn plain = train(solution("plain", USER_PERSONALIZATION, off));
    Arn leaning = train(solution("leaning", USER_PERSONALIZATION, high));

    Map<String, Double> metrics =
        versionService.metrics(new GetSolutionMetrics(leaning)).metrics();
    assertThat(metrics).hasSize(9);
    assertThat(metrics.get("average_rewards_at_k")).isBetween(0.01, 0.99);
    assertThat(versionService.metrics(new GetSolutionMetrics(plain)).metrics())
        .containsOnlyKeys(metrics.keySet())
        .isNotEqualTo(metrics);
    assertThat(models.find(leaning).orElseThrow().baselineMetrics())
        .containsOnlyKeys(metrics.keySet());
    assertThat(model(leaning).manifest().subject().optimizationObjective())
        .isEqualTo(new OptimizationObjective("PRICE", ObjectiveSensitivity.HIGH));
    assertThat(model(plain).manifest().subject().optimizationObjective()).isNull();
    assertThat(versions.get(leaning).solutionConfig()).isEqualTo(high);
  }

  @Test
  void an_objective_that_no_item_has_a_number_for_fails_the_training() {
    shop.sell(5_000);
    stock();
    Arn version = create(solution("none", RANKING, objective("MARGIN", ObjectiveSensitivity.LOW)));

    trainingRun.run(version);

    assertThat(versions.get(version).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(versions.get(version).failureReason())
        .isEqualTo(
            "Create failed. No item of the Items dataset has a number in the column MARGIN. Import items that have one.");
  }

  @Test
  void an_objective_that_cannot_be_followed_is_refused() {
    SolutionConfig price = objective("PRICE", ObjectiveSensitivity.HIGH);
    assertRefused(price, "the dataset group has none", USER_PERSONALIZATION);
    stock();
    assertRefused(
        price, "aws-user-personalization and aws-personalized-ranking", USER_PERSONALIZATION_V2);
    assertRefused(price, "with aws-popularity-count leave it out", POPULARITY);
    assertRefused(
        objective("COST", ObjectiveSensitivity.LOW),
        "'COST' is not a numeric column of the Items dataset, which has PRICE, MARGIN.",
        RANKING);
    assertRefused(objective("BRAND", ObjectiveSensitivity.LOW), "'BRAND' is not", RANKING);
    assertRefused(objective("PRICE", null), "objectiveSensitivity", RANKING);
    assertRefused(objective(null, ObjectiveSensitivity.HIGH), "itemAttribute", RANKING);
    assertThat(solution("off", POPULARITY, objective(null, ObjectiveSensitivity.OFF)))
        .as("asks for nothing")
        .isNotNull();
  }

  @Test
  void columns_that_are_left_out_are_kept_and_what_cannot_be_left_out_is_refused() {
    stock();
    SolutionConfig withoutBrand = without("items", "BRAND");

    assertRefused(without("Items", "COLOUR"), "'COLOUR'", USER_PERSONALIZATION);
    assertRefused(without("Users", "AGE"), "'Users'", USER_PERSONALIZATION);
    assertRefused(without("Actions", "PRICE"), "'Actions'", USER_PERSONALIZATION);
    assertRefused(without("Interactions", "EVENT_TYPE"), "'EVENT_TYPE'", USER_PERSONALIZATION);
    assertRefused(
        objective("PRICE", ObjectiveSensitivity.HIGH)
            .on(new TrainingDataConfig(null, Map.of("ITEMS", List.of("BRAND")))),
        "trainingDataConfig leaves out",
        USER_PERSONALIZATION);
    assertThatThrownBy(() -> solutionService.create(new CreateSolution(
            "best", Shop.GROUP, null, null, true, null, null, null, withoutBrand, null)))
        .satisfies(e -> assertCode(e, ErrorCode.INVALID_INPUT))
        .hasMessageContaining("trainingDataConfig");
    Arn solution = solution("without-brand", USER_PERSONALIZATION, withoutBrand);
    assertThat(versions.get(create(solution)).solutionConfig()).isEqualTo(withoutBrand);
  }

  private static SolutionConfig without(String type, String column) {
    return SolutionConfig.DEFAULT.on(new TrainingDataConfig(Map.of(type, List.of(column)), null));
  }

  /** An Items dataset in which about every other item is dear. */
  private void stock() {
    int items = numbers.of(shop.dataset(Shop.GROUP, DatasetType.ITEMS, ITEMS));
    List<DatasetRecord> stock =
        jdbc.sql("SELECT DISTINCT item_id FROM interaction").query(String.class).list().stream()
            .map(id ->
                new DatasetRecord(id, "{\"PRICE\":%d}".formatted(id.hashCode() % 2 == 0 ? 1 : 10)))
            .toList();
    transaction.executeWithoutResult(status -> records.put(items, stock, clock.instant()));
  }

  private static SolutionConfig objective(
      @Nullable String itemAttribute, @Nullable ObjectiveSensitivity sensitivity) {
    return new SolutionConfig(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new SolutionConfig.OptimizationObjective(itemAttribute, sensitivity),
        null);
  }

  private Arn solution(String name, Arn recipe, SolutionConfig config) {
    return solutionService
        .create(new CreateSolution(
            name, Shop.GROUP, recipe, false, false, false, null, null, config, null))
        .solutionArn();
  }

  private void assertRefused(SolutionConfig config, String named, Arn recipe) {
    assertThatThrownBy(() -> solutionService.create(new CreateSolution(
            "refused", Shop.GROUP, recipe, null, null, null, null, null, config, null)))
        .satisfies(e -> assertCode(e, ErrorCode.INVALID_INPUT))
        .hasMessageContaining(named);
  }

  @Test
  void names_are_taken_once_and_quotas_hold() {
    Arn solution = solution("one", POPULARITY, null, false);
    assertThatThrownBy(() -> solution("one", POPULARITY, null, false))
        .satisfies(e -> assertCode(e, ErrorCode.RESOURCE_ALREADY_EXISTS));
    versionService.create(new CreateSolutionVersion(solution, "first", null, null));
    assertThatThrownBy(
            () -> versionService.create(new CreateSolutionVersion(solution, "first", null, null)))
        .satisfies(e -> assertCode(e, ErrorCode.RESOURCE_ALREADY_EXISTS));

    for (int i = 1; i < 20; i++) {
      create(solution);
    }
    assertThatThrownBy(() -> create(solution))
        .satisfies(e -> assertCode(e, ErrorCode.LIMIT_EXCEEDED));
    transaction.executeWithoutResult(turn -> {
      assertThatThrownBy(() -> versionService.createAutomatic(solutions.lock(solution)))
          .satisfies(e -> assertCode(e, ErrorCode.LIMIT_EXCEEDED));
      assertThat(turn.isRollbackOnly()).as("the schedule's turn goes on").isFalse();
    });
    for (int i = 1; i < 10; i++) {
      solution("solution-" + i, POPULARITY, null, false);
    }
    assertThatThrownBy(() -> solution("too-many", POPULARITY, null, false))
        .satisfies(e -> assertCode(e, ErrorCode.LIMIT_EXCEEDED));
    assertThatThrownBy(() -> solution("one", POPULARITY, null, false))
        .as("the name is said first")
        .satisfies(e -> assertCode(e, ErrorCode.RESOURCE_ALREADY_EXISTS));
  }

  private static SolutionConfig config(
      @Nullable Map<String, String> hyperparameters,
      @Nullable List<EventParameters> events,
      @Nullable String schedule) {
    return new SolutionConfig(
        null,
        hyperparameters,
        null,
        events == null ? null : new EventsConfig(events),
        schedule == null ? null : new AutoTrainingConfig(schedule),
        null,
        null,
        null,
        null);
  }

  private Arn solution(String name, Arn recipe, @Nullable String schedule, boolean automatic) {
    return solutionService
        .create(new CreateSolution(
            name,
            Shop.GROUP,
            recipe,
            false,
            false,
            automatic,
            null,
            null,
            schedule == null ? null : config(null, null, schedule),
            null))
        .solutionArn();
  }

  private Arn create(Arn solution) {
    return versionService
        .create(new CreateSolutionVersion(solution, null, null, null))
        .solutionVersionArn();
  }

  private Arn train(Arn solution) {
    Arn version = create(solution);
    Optional<Instant> again = trainingRun.run(version);
    assertThat(again).isEmpty();
    return version;
  }

  private JobHandler handler(JobType type) {
    return handlers.stream().filter(each -> each.type() == type).findFirst().orElseThrow();
  }

  private static void assertCode(Throwable error, ErrorCode code) {
    assertThat(error)
        .isInstanceOfSatisfying(
            PersonalizeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
