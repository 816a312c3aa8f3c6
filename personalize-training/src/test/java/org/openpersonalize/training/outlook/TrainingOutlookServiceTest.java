// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.model.TrainingCurves;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.evaluation.VersionEvaluation;
import org.openpersonalize.training.evaluation.VersionEvaluationService;
import org.openpersonalize.training.run.TrainingRun;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** What is said of a training before anybody asks for it, and what is known of it after. */
@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrainingOutlookServiceTest {
  private static final String RECIPE = "aws-user-personalization-v2";

  @Autowired
  TrainingOutlookService outlooks;

  @Autowired
  VersionEvaluationService evaluations;

  @Autowired
  SolutionService solutions;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  TrainingRun trainingRun;

  @Autowired
  TrainingForecasts forecasts;

  @Autowired
  TrainingCurves curves;

  @Autowired
  PublishedModels models;

  @Autowired
  Shop shop;

  @BeforeEach
  void openShop() {
    shop.open();
  }

  @Test
  void a_training_is_forecast_as_it_forecasts_itself() {
    shop.sell(20_000);
    CreateSolution request = request(RECIPE, null);

    TrainingOutlook outlook = outlooks.of(request);
    Arn version = train(request);

    assertThat(versions.get(version).status()).isEqualTo(Status.ACTIVE);
    Forecast own = forecasts.find(version).orElseThrow().forecast();
    System.out.printf("Outlook: %s%nForecast: %s%n", outlook.forecast(), own);
    assertThat(outlook.isReady()).isTrue();
    assertThat(outlook.fits()).isTrue();
    assertThat(outlook.forecast().seconds()).isBetween(own.seconds() / 8, own.seconds() * 8);
    assertThat(outlook.forecast().heapBytes())
        .isBetween(own.heapBytes() * 2 / 3, own.heapBytes() * 3 / 2);
    assertThat(outlook.forecast().servingBytes())
        .isBetween(own.servingBytes() * 2 / 3, own.servingBytes() * 3 / 2);
  }

  @Test
  void what_a_model_says_of_itself_is_read_without_it_and_its_losses_fall() {
    shop.sell(20_000);
    Arn version = train(request(
        "aws-hrnn",
        new SolutionConfig(
            null, Map.of("hidden_dimension", "32"), null, null, null, null, null, null, null)));

    VersionEvaluation evaluation = evaluations.of(version).orElseThrow();

    assertThat(evaluation.manifest().subject().hyperparameters())
        .containsEntry("hidden_dimension", "32");
    assertThat(evaluation.tested()).isNotNull();
    String metric = TestedUsers.METRICS.get(0);
    assertThat(evaluation.tested().ofModel(metric).mean())
        .isCloseTo(models.find(version).orElseThrow().metrics().get(metric), offset(1e-4));
    assertThat(curves.find(version)).hasSizeGreaterThan(2).satisfies(points -> {
      assertThat(points).extracting(TrainingCurves.Point::stage).contains("evaluate", "train");
      assertThat(points.get(points.size() - 1).fraction()).isEqualTo(1);
      assertThat(points.get(points.size() - 1).loss()).isLessThan(firstOf("train", points));
    });
    assertThat(evaluations.of(shop.untrained(shop.solution("aws-hrnn")))).isEmpty();
  }

  private static double firstOf(String stage, List<? extends TrainingCurves.Point> points) {
    return points.stream()
        .filter(point -> point.stage().equals(stage))
        .findFirst()
        .orElseThrow()
        .loss();
  }

  @Test
  void recipes_say_what_the_data_lack_for_them() {
    assertThat(outlooks.readiness(Shop.GROUP))
        .isNotEmpty()
        .filteredOn(readiness -> readiness.recipe().name().equals(RECIPE))
        .singleElement()
        .satisfies(readiness -> {
          assertThat(readiness.isReady()).isFalse();
          assertThat(readiness.missing()).contains("Dataset has fewer than 1000 interactions.");
        });

    shop.sell(20_000);

    assertThat(outlooks.readiness(Shop.GROUP))
        .filteredOn(readiness -> readiness.recipe().name().equals(RECIPE))
        .allSatisfy(readiness -> assertThat(readiness.isReady()).isTrue());
    assertThat(outlooks.of(request(RECIPE, null)).counts().interactions())
        .as("rows that repeat are imported once")
        .isBetween(19_000L, 20_000L);
  }

  @Test
  void a_configuration_that_cannot_be_is_refused_as_the_api_does() {
    SolutionConfig config = new SolutionConfig(
        null, Map.of("no_such_knob", "1"), null, null, null, null, null, null, null);

    assertThatThrownBy(() -> outlooks.of(request(RECIPE, config)))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("no_such_knob");
  }

  private Arn train(CreateSolution request) {
    Arn solution = solutions.create(request).solutionArn();
    Arn version = versionService
        .create(new CreateSolutionVersion(solution, null, null, null))
        .solutionVersionArn();
    trainingRun.run(version);
    return version;
  }

  private static CreateSolution request(String recipe, @Nullable SolutionConfig config) {
    return new CreateSolution(
        Shop.unused("solution"),
        Shop.GROUP,
        Arn.ofService(ResourceType.RECIPE, recipe),
        null,
        null,
        false,
        null,
        null,
        config,
        null);
  }
}
