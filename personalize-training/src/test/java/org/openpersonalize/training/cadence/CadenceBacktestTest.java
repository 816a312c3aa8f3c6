// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.cadence.Cadence;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.Activity;
import org.openpersonalize.store.activity.ActivityTable;
import org.openpersonalize.store.activity.Place;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.cadence.CadenceBacktestService.CadenceFinding;
import org.openpersonalize.training.cadence.CadenceBacktestService.CadenceFindings;
import org.openpersonalize.training.cadence.CadenceBacktestService.DescribeCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.DescribeCadenceBacktestResponse;
import org.openpersonalize.training.cadence.CadenceBacktestService.ForecastCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.StartCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.StopCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.Verdict;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A shop with two tastes, whose offers are others every week or the same for ever. */
@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CadenceBacktestTest {
  private static final int USERS = 60;
  private static final String RECIPE = "aws-user-personalization";

  @Autowired
  CadenceBacktestService service;

  @Autowired
  CadenceBacktestRun run;

  @Autowired
  SolutionService solutions;

  @Autowired
  ActivityTable activities;

  @Autowired
  TrainingProgressTable progress;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Clock clock;

  @Autowired
  Shop shop;

  @BeforeEach
  void open() {
    shop.open();
  }

  private void sell(int days, boolean changes) {
    SplittableRandom random = new SplittableRandom(3);
    Instant first = clock.instant().minus(Duration.ofDays(days - 1));
    shop.sell(loader -> {
      for (int day = 0; day < days; day++) {
        int offer = changes ? (day + 3) / 7 : 0;
        for (int user = 0; user < USERS; user++) {
          loader.add(
              "u" + user,
              "%s-%d-%d".formatted(user % 2 == 0 ? "tea" : "coffee", offer, random.nextInt(12)),
              "buy",
              Double.NaN,
              first.plus(Duration.ofDays(day)).toEpochMilli(),
              null,
              null,
              null,
              null);
        }
      }
    });
  }

  private Arn start() {
    Arn solution = shop.solution(RECIPE);
    service.start(new StartCadenceBacktest(solution, 20, null));
    return solution;
  }

  private DescribeCadenceBacktestResponse describe(Arn solution) {
    return service.describe(new DescribeCadenceBacktest(solution));
  }

  private CadenceFindings tested(Arn solution) {
    while (run.run(solution).isPresent()) {
      assertThat(describe(solution).status()).isEqualTo(Status.CREATE_IN_PROGRESS);
    }
    assertThat(describe(solution).failureReason()).isNull();
    return Objects.requireNonNull(describe(solution).result());
  }

  private static CadenceFinding of(CadenceFindings found, Cadence cadence) {
    return found.cadences().stream()
        .filter(each -> each.cadence() == cadence)
        .findFirst()
        .orElseThrow();
  }

  private static void assertRefused(ErrorCode code, String named, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(named)
        .isInstanceOfSatisfying(
            PersonalizeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void where_tastes_change_every_week_training_every_week_is_worth_it() {
    sell(112, true);
    Arn solution = start();
    assertThat(describe(solution).status()).isEqualTo(Status.CREATE_PENDING);

    CadenceFindings found = tested(solution);

    assertThat(describe(solution).status()).isEqualTo(Status.ACTIVE);
    assertThat(found.testedDays()).isEqualTo(14);
    assertThat(found.trainings()).isEqualTo(20);
    assertThat(found.users()).isEqualTo(USERS);
    assertThat(of(found, Cadence.WEEKLY).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(found.advised()).isIn(Cadence.DAILY, Cadence.WEEKLY);
    assertThat(of(found, Cadence.NEVER).verdict()).isNull();
    assertThat(of(found, Cadence.NEVER).minutesPerWeek()).isZero();
    assertThat(of(found, Cadence.DAILY).minutesPerWeek())
        .isGreaterThan(of(found, Cadence.WEEKLY).minutesPerWeek());
    assertThat(rows("cadence_backtest_step"))
        .as("digests of users are not kept")
        .isZero();
    assertThat(progress.find(solution)).isEmpty();
  }

  @Test
  void where_they_do_not_nothing_is_told_from_chance() {
    sell(60, false);

    CadenceFindings found = tested(start());

    assertThat(found.cadences())
        .extracting(CadenceFinding::cadence)
        .as("four weeks cannot tell every four weeks from once")
        .containsExactly(Cadence.DAILY, Cadence.WEEKLY, Cadence.NEVER);
    assertThat(of(found, Cadence.DAILY).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(Math.abs(Objects.requireNonNull(of(found, Cadence.DAILY).gain()).mean()))
        .isLessThan(0.03);
  }

  @Test
  void a_test_goes_on_where_it_was_and_is_among_the_jobs() {
    sell(60, true);
    Arn solution = start();
    run.run(solution);
    run.run(solution);

    DescribeCadenceBacktestResponse under = describe(solution);
    assertThat(under.trainingsDone()).isEqualTo(2);
    assertThat(activities.page(Status.UNDER_WAY, Place.NEWEST)).singleElement().satisfies(job -> {
      assertThat(job.kind()).isEqualTo(Activity.Kind.BACKTEST);
      assertThat(job.arn()).isEqualTo(solution);
      assertThat(job.status()).isEqualTo(Status.CREATE_IN_PROGRESS);
    });

    assertThat(tested(solution).trainings()).isEqualTo(under.trainings());
    CadenceFindings before = describe(solution).result();
    service.start(new StartCadenceBacktest(solution, null, null));
    assertThat(describe(solution).result()).as("until there is a new one").isEqualTo(before);
  }

  @Test
  void a_test_that_is_stopped_leaves_nothing_to_do() {
    sell(60, true);
    Arn solution = start();
    run.run(solution);
    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "under way",
        () -> service.start(new StartCadenceBacktest(solution, null, null)));

    service.stop(new StopCadenceBacktest(solution));

    assertThat(describe(solution).status()).isEqualTo(Status.CREATE_STOPPED);
    assertThat(run.run(solution)).isEmpty();
    assertThat(rows("cadence_backtest_step")).isZero();
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "No backtest",
        () -> service.stop(new StopCadenceBacktest(solution)));
  }

  @Test
  void a_solution_that_is_deleted_takes_its_test_along() {
    sell(60, true);
    Arn solution = start();
    run.run(solution);

    solutions.delete(new DeleteSolution(solution));

    assertThat(describe(solution).status()).isEqualTo(Status.CREATE_STOPPED);
    jdbc.sql("DELETE FROM solution WHERE solution_arn = :arn")
        .param("arn", solution.toString())
        .update();
    assertThat(rows("cadence_backtest")).isZero();
    assertThat(run.run(solution)).isEmpty();
  }

  @Test
  void what_it_will_take_is_said_before_and_too_little_is_refused() {
    sell(60, true);
    Arn solution = shop.solution(RECIPE);

    var forecast = service.forecast(new ForecastCadenceBacktest(solution, 12, null));

    assertThat(forecast.trainings()).isBetween(5, 12);
    assertThat(Duration.between(forecast.from(), forecast.until())).isEqualTo(Duration.ofDays(28));
    assertThat(forecast.seconds()).isPositive();
    assertRefused(ErrorCode.RESOURCE_NOT_FOUND, "There is no backtest", () -> describe(solution));
  }

  @Test
  void four_weeks_are_needed() {
    sell(20, true);

    assertRefused(ErrorCode.INVALID_INPUT, "four weeks", this::start);
  }

  private int rows(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }
}
