// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.TrainingDataConfig;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.run.RecommenderTrainingRun;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/** A recommender on a clock that is moved. */
@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecommenderRetrainingTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String BEST_SELLERS = "aws-ecomm-popular-items-by-purchases";

  @Autowired
  RecommenderRetraining retraining;

  @Autowired
  RecommenderTrainingRun training;

  @Autowired
  RecommenderRepository recommenders;

  @Autowired
  PublishedModels models;

  @Autowired
  ObjectStore objects;

  @Autowired
  TrainingSettings settings;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  SettableClock clock;

  @Autowired
  Shop shop;

  private Arn arn;

  @BeforeEach
  void a_recommender_is_trained() {
    shop.open();
    shop.sell(5_000);
    arn = shop.recommender(BEST_SELLERS);
    training.run(arn);
  }

  private Recommender recommender() {
    return recommenders.findById(arn).orElseThrow();
  }

  private Arn trained() {
    return recommender().trainedArn().orElseThrow();
  }

  private void assertNextIn(Duration time) {
    assertThat(retraining.run(arn))
        .hasValueSatisfying(next -> assertThat(Duration.between(clock.instant(), next))
            .isBetween(time.minusMinutes(1), time));
  }

  @Test
  void it_is_trained_anew_when_a_week_has_passed_and_the_old_model_answers_until_then() {
    Arn first = trained();
    assertThat(recommender().status()).isEqualTo(Status.ACTIVE);

    clock.advance(WEEK.minusDays(1));
    assertNextIn(Duration.ofDays(1));
    assertThat(recommender().training()).as("it is not time yet").isEmpty();

    clock.advance(Duration.ofDays(1));
    assertNextIn(WEEK);
    assertThat(recommender().training()).isPresent();
    assertThat(recommender().status()).isEqualTo(Status.ACTIVE);
    assertThat(trained()).isEqualTo(first);

    training.run(arn);
    assertThat(trained()).isNotEqualTo(first);
    assertThat(models.find(trained())).isPresent();
    assertNextIn(WEEK);
  }

  @Test
  void a_training_that_waits_is_not_asked_for_again() {
    clock.advance(WEEK);
    assertNextIn(WEEK);
    Recommender.Training wanted = recommender().training().orElseThrow();

    clock.advance(WEEK);
    assertNextIn(Duration.ofHours(1));

    assertThat(recommender().training()).hasValue(wanted);
  }

  @Test
  void one_that_fails_leaves_the_old_model_answering_and_is_tried_again_in_a_week() {
    Arn first = trained();
    shop.sell(900);
    clock.advance(WEEK);
    retraining.run(arn);

    training.run(arn);

    assertThat(recommender().status()).isEqualTo(Status.ACTIVE);
    assertThat(recommender().training()).isEmpty();
    assertThat(trained()).isEqualTo(first);
    assertNextIn(WEEK);
    shop.sell(5_000);
    clock.advance(WEEK);
    retraining.run(arn);
    training.run(arn);
    assertThat(trained()).isNotEqualTo(first);
  }

  @Test
  void the_model_before_the_last_is_kept_and_those_before_it_are_deleted() throws IOException {
    List<Arn> trainings = new ArrayList<>(List.of(trained()));
    for (int week = 0; week < 2; week++) {
      clock.advance(WEEK);
      retraining.run(arn);
      training.run(arn);
      trainings.add(trained());
    }

    assertThat(models.below(arn)).containsExactlyInAnyOrder(trainings.get(1), trainings.get(2));
    Set<String> kept =
        Set.of(ModelPublisher.prefix(trainings.get(1)), ModelPublisher.prefix(trainings.get(2)));
    assertThat(objects.list(settings.bucket(), ModelPublisher.prefix(arn)))
        .isNotEmpty()
        .allMatch(file -> kept.stream().anyMatch(file.key()::startsWith));
  }

  @Test
  void one_that_is_stopped_is_not_trained_and_what_was_under_way_is_not_taken() {
    Arn first = trained();
    clock.advance(WEEK);
    retraining.run(arn);
    transaction.executeWithoutResult(status -> {
      Recommender row = recommenders.lock(arn);
      row.stop(clock.instant());
      row.switched(clock.instant());
    });

    training.run(arn);
    clock.advance(WEEK);

    assertThat(retraining.run(arn)).isEmpty();
    assertThat(recommender().status()).isEqualTo(Status.INACTIVE);
    assertThat(trained()).isEqualTo(first);
  }

  @Test
  void other_columns_are_trained_on_before_the_update_is_active() {
    Arn first = trained();
    RecommenderConfig config = new RecommenderConfig(
        null,
        2,
        new TrainingDataConfig(Map.of("INTERACTIONS", List.of("EVENT_VALUE")), null),
        null);
    transaction.executeWithoutResult(
        status -> recommenders.lock(arn).request(config, clock.instant()));
    assertThat(recommender().training().orElseThrow().columns())
        .isEqualTo(config.trainingDataConfig());
    assertThat(recommender().recommenderConfig()).isEqualTo(RecommenderConfig.DEFAULT);

    training.run(arn);

    assertThat(recommender().recommenderConfig()).isEqualTo(config);
    assertThat(trained()).isNotEqualTo(first);
  }

  @Test
  void nothing_of_its_trainings_is_told() {
    String told = new String(WireJson.write(recommender()), StandardCharsets.UTF_8);

    assertThat(told)
        .contains("\"recommenderArn\"", "\"status\":\"ACTIVE\"")
        .doesNotContain("trainingArn", "trainedArn", "trainingBegan", trained().id());
  }
}
