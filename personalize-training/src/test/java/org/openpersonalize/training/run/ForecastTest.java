// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.outlook.ProbedMachine;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ForecastTest {
  private static final long MEGABYTE = 1 << 20;

  @Autowired
  SolutionService solutionService;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  TrainingRun trainingRun;

  @Autowired
  InteractionReader reader;

  @Autowired
  TrainingForecasts forecasts;

  @Autowired
  ProbedMachine machine;

  @Autowired
  PublishedModels models;

  @Autowired
  MeterRegistry metrics;

  @Autowired
  Shop shop;

  @BeforeEach
  void openShop() {
    shop.open();
  }

  @Test
  void what_a_training_takes_stands_beside_what_was_expected() {
    shop.sell(20_000);
    Arn version = create();
    trainingRun.run(version);

    assertThat(versions.get(version).status()).isEqualTo(Status.ACTIVE);
    TrainingForecasts.Outcome outcome = forecasts.find(version).orElseThrow();
    Forecast expected = outcome.forecast();
    Forecast actual = outcome.actual();
    System.out.printf(
        "Forecast: %.1f s, %d KB; actual: %.1f s, %d KB%n",
        expected.seconds(),
        expected.modelBytes() >> 10,
        actual.seconds(),
        actual.modelBytes() >> 10);
    assertThat(expected.seconds()).isPositive();
    assertThat(actual.seconds()).isPositive();
    assertThat(actual.modelBytes())
        .isEqualTo(models.find(version).orElseThrow().sizeInBytes())
        .isBetween(expected.servingBytes() * 2 / 3, expected.servingBytes() * 3 / 2);
    assertThat(metrics.get("personalize.training.forecast.ratio").summary().count())
        .isPositive();
  }

  @Test
  void a_training_that_would_not_fit_is_refused_with_its_forecast() throws JobRefused {
    shop.sell(5_000);
    SolutionVersion version = versions.get(create());
    InteractionLog interactions =
        reader.read(Shop.GROUP, TrainingPlan.of(version), TrainingProgress.NONE);
    ForecastCheck small = check(MEGABYTE);

    assertThatThrownBy(() -> small.forecast(
            version.arn(),
            TrainingPlan.of(version).prepare(interactions, 1, 1),
            TrainingProgress.NONE))
        .isInstanceOf(JobRefused.class)
        .hasMessageStartingWith("Create failed. Training on 4,")
        .hasMessageContaining("this node has 1 MB")
        .hasMessageContaining("-Xmx");
    assertThat(forecasts.find(version.arn()))
        .hasValueSatisfying(outcome -> assertThat(outcome.actual()).isNull());
  }

  @Test
  void interactions_that_would_not_fit_are_not_read() throws JobRefused {
    check(MEGABYTE).requireRoomFor(20_000);

    assertThatThrownBy(() -> check(MEGABYTE).requireRoomFor(40_000))
        .isInstanceOf(JobRefused.class)
        .hasMessageContaining("40,000 interactions");
  }

  private ForecastCheck check(long heapBytes) {
    TrainingSettings settings = new TrainingSettings(
        Duration.ofMinutes(1), 2, "personalize-models", Duration.ZERO, heapBytes, Duration.ZERO);
    return new ForecastCheck(forecasts, machine, settings, Clock.systemUTC());
  }

  private Arn create() {
    Arn solution = solutionService
        .create(new CreateSolution(
            "forecast",
            Shop.GROUP,
            Arn.ofService(ResourceType.RECIPE, "aws-user-personalization"),
            null,
            null,
            false,
            null,
            null,
            null,
            null))
        .solutionArn();
    return versionService
        .create(new CreateSolutionVersion(solution, null, null, null))
        .solutionVersionArn();
  }
}
