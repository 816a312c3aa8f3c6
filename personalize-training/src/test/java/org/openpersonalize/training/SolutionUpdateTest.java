// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionConfig.AutoTrainingConfig;
import org.openpersonalize.store.catalog.SolutionConfig.EventParameters;
import org.openpersonalize.store.catalog.SolutionConfig.EventsConfig;
import org.openpersonalize.store.catalog.SolutionUpdateConfig;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.training.schedule.AutoTraining;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.openpersonalize.training.solution.SolutionService.UpdateSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SolutionUpdateTest {
  private static final EventsConfig PURCHASES =
      new EventsConfig(List.of(new EventParameters("purchase", null, 1.0)));

  @Autowired
  SolutionService solutions;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  AutoTraining autoTraining;

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
  void an_update_is_described_and_counts_for_the_versions_that_follow() {
    shop.sell(2_000);
    Arn solution = solution("aws-user-personalization-v2", false);
    Arn before = version(solution);

    solutions.update(
        new UpdateSolution(solution, null, null, new SolutionUpdateConfig(null, PURCHASES)));

    Solution updated = describe(solution);
    assertThat(updated.solutionConfig().eventsConfig()).isEqualTo(PURCHASES);
    assertThat(updated.latestSolutionUpdate()).satisfies(update -> {
      assertThat(update.status()).isEqualTo(Status.ACTIVE);
      assertThat(update.solutionUpdateConfig().eventsConfig()).isEqualTo(PURCHASES);
      assertThat(update.solutionUpdateConfig().autoTrainingConfig()).isNull();
      assertThat(update.performAutoTraining()).isNull();
    });
    assertThat(versions.get(before).solutionConfig()).isNull();
    assertThat(versions.get(version(solution)).solutionConfig().eventsConfig())
        .isEqualTo(PURCHASES);

    solutions.update(new UpdateSolution(solution, null, null, every("rate(2 days)")));

    assertThat(describe(solution).solutionConfig().eventsConfig())
        .as("what is left out stays")
        .isEqualTo(PURCHASES);
  }

  @Test
  void training_by_schedule_is_switched_on_and_off() {
    shop.sell(5_000);
    Arn solution = solution("aws-popularity-count", false);
    assertThat(scheduled(solution)).isZero();

    solutions.update(new UpdateSolution(solution, true, null, null));

    assertThat(describe(solution).performAutoTraining()).isTrue();
    assertThat(scheduled(solution)).isEqualTo(1);
    assertThat(autoTraining.run(solution)).isPresent();
    assertThat(versions.findBySolutionArn(solution)).hasSize(1);

    solutions.update(new UpdateSolution(solution, false, null, null));

    assertThat(scheduled(solution)).isZero();
    assertThat(autoTraining.run(solution)).isEmpty();
  }

  @Test
  void another_schedule_trains_at_once_what_came_and_counts_its_days_from_there() {
    shop.sell(5_000);
    Arn solution = solution("aws-popularity-count", true);
    autoTraining.run(solution);
    clock.advance(Duration.ofDays(1));
    shop.sell(5_000);
    assertAbout(autoTraining.run(solution), Duration.ofDays(6));

    solutions.update(new UpdateSolution(solution, null, null, every("rate(3 days)")));
    clock.advance(Duration.ofMinutes(5));

    assertAbout(autoTraining.run(solution), Duration.ofDays(3));
    assertThat(versions.findBySolutionArn(solution)).hasSize(2);
    assertAbout(autoTraining.run(solution), Duration.ofDays(3));
    assertThat(versions.findBySolutionArn(solution)).hasSize(2);

    solutions.update(new UpdateSolution(solution, null, null, every("rate(3 days)")));
    clock.advance(Duration.ofDays(1));
    shop.sell(5_000);

    assertAbout(autoTraining.run(solution), Duration.ofDays(2));
    assertThat(versions.findBySolutionArn(solution))
        .as("the schedule is the same")
        .hasSize(2);
  }

  @Test
  void a_version_that_somebody_makes_after_the_update_is_the_first_of_the_schedule() {
    shop.sell(5_000);
    Arn solution = solution("aws-popularity-count", false);
    version(solution);
    clock.advance(Duration.ofDays(9));
    shop.sell(5_000);
    solutions.update(new UpdateSolution(solution, true, null, every("rate(2 days)")));
    clock.advance(Duration.ofMinutes(3));
    version(solution);

    assertAbout(autoTraining.run(solution), Duration.ofDays(2));
    assertThat(versions.findBySolutionArn(solution)).hasSize(2);
  }

  @Test
  void what_does_not_fit_the_recipe_changes_nothing() {
    Arn solution = solution("aws-popularity-count", false);
    Solution before = describe(solution);

    assertRefused(
        new UpdateSolution(solution, true, null, new SolutionUpdateConfig(null, PURCHASES)),
        "eventsConfig is for");
    assertRefused(
        new UpdateSolution(solution, true, true, null), "performIncrementalUpdate is for");
    assertRefused(new UpdateSolution(solution, true, null, every("rate(31 days)")), "rate(N days)");

    assertThat(describe(solution)).usingRecursiveComparison().isEqualTo(before);
    assertThat(scheduled(solution)).isZero();
  }

  @Test
  void a_solution_that_is_unknown_or_being_deleted_is_not_updated() {
    Arn solution = solution("aws-popularity-count", false);
    Arn unknown = Shop.GROUP.sibling(ResourceType.SOLUTION, "unknown");
    assertCode(new UpdateSolution(unknown, true, null, null), ErrorCode.RESOURCE_NOT_FOUND);

    solutions.delete(new DeleteSolution(solution));

    assertCode(new UpdateSolution(solution, true, null, null), ErrorCode.RESOURCE_IN_USE);
  }

  private void assertRefused(UpdateSolution request, String words) {
    assertCode(request, ErrorCode.INVALID_INPUT);
    assertThatThrownBy(() -> solutions.update(request)).hasMessageContaining(words);
  }

  private void assertCode(UpdateSolution request, ErrorCode code) {
    assertThatThrownBy(() -> solutions.update(request))
        .asInstanceOf(type(PersonalizeException.class))
        .extracting(PersonalizeException::code)
        .isEqualTo(code);
  }

  private void assertAbout(Optional<Instant> next, Duration fromNow) {
    assertThat(next)
        .hasValueSatisfying(turn -> assertThat(Duration.between(clock.instant(), turn))
            .isBetween(fromNow.minusMinutes(10), fromNow));
  }

  private static SolutionUpdateConfig every(String rate) {
    return new SolutionUpdateConfig(new AutoTrainingConfig(rate), null);
  }

  private Solution describe(Arn solution) {
    return solutions.describe(new DescribeSolution(solution)).solution();
  }

  private Arn solution(String recipe, boolean automatic) {
    return solutions
        .create(new CreateSolution(
            "updated",
            Shop.GROUP,
            Arn.ofService(ResourceType.RECIPE, recipe),
            null,
            null,
            automatic,
            null,
            null,
            null,
            null))
        .solutionArn();
  }

  private Arn version(Arn solution) {
    return versionService
        .create(new CreateSolutionVersion(solution, null, null, null))
        .solutionVersionArn();
  }

  private int scheduled(Arn solution) {
    return jdbc.sql(
            "SELECT count(*) FROM train_task WHERE task_name = 'AUTO_TRAIN_SOLUTION' AND task_instance = :arn")
        .param("arn", solution.toString())
        .query(Integer.class)
        .single();
  }
}
