// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.cadence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.training.cadence.CadenceBacktestRun;
import org.springframework.beans.factory.annotation.Autowired;

/** A shop that has sold the same things for two months. */
class CadenceTest extends PageTest {
  @Autowired
  CadenceBacktestRun run;

  private Arn solution;
  private String models;

  @BeforeEach
  void open() {
    shop.open();
    Instant first = clock.instant().minus(Duration.ofDays(60));
    shop.sell(loader -> {
      for (int sale = 0; sale < 2_400; sale++) {
        loader.add(
            "u" + sale % 40,
            "item" + sale % 37,
            "buy",
            Double.NaN,
            first.plus(Duration.ofDays(sale / 40)).toEpochMilli(),
            null,
            null,
            null,
            null);
      }
    });
    solution = shop.solution("aws-popularity-count");
    shop.untrained(solution);
    models = "/console/groups/shop/models/" + solution.id();
  }

  private HttpResponse<String> post(String below, Map<String, String> fields) {
    Map<String, String> form = new TreeMap<>(fields);
    form.put("_csrf", token());
    return browser.post(models + "/cadence" + below, form);
  }

  @Test
  void what_it_will_take_is_said_before_it_is_asked_for() {
    assertThat(page("/console/groups/shop/models"))
        .contains("href=\"" + models + "/versions#schedule\"");
    assertThat(page(models + "/versions"))
        .contains("Would it bring anything", "href=\"" + models + "/cadence\"");
    assertThat(page(models + "/cadence"))
        .contains("hx-get=\"" + models + "/cadence/forecast\"", "/cadence-backtests/start");
    assertThat(page(models + "/cadence?forecast=true&maxTrainings=12&maxMinutes=30"))
        .contains("trainings, by which", "16 are needed", "value=\"12\"");
    assertThat(page(models + "/cadence/forecast?maxTrainings=x"))
        .contains("Write a whole number.")
        .doesNotContain("<html");
    assertThat(page(models + "/cadence?lang=ko")).contains("학습 주기 시험");
  }

  @Test
  void what_cannot_be_is_said_at_its_field_and_kept() {
    HttpResponse<String> none = post("", Map.of("maxTrainings", "20", "maxMinutes", "soon"));
    HttpResponse<String> few = post("", Map.of("maxTrainings", "3", "maxMinutes", "30"));

    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(none.body()).contains("href=\"#maxMinutes\"", "value=\"soon\"");
    assertThat(few.statusCode()).isEqualTo(422);
    assertThat(few.body()).contains("id=\"maxTrainings-error\"", "value=\"3\"");
    assertThat(post("/stop", Map.of()).statusCode()).isEqualTo(422);
  }

  @Test
  void it_is_a_job_and_its_result_stands_with_the_solution() {
    HttpResponse<String> started = post("", Map.of("maxTrainings", "10", "maxMinutes", "30"));
    assertThat(started.statusCode()).isEqualTo(303);
    assertThat(started.headers().firstValue("Location").orElseThrow())
        .endsWith(models + "/versions#schedule");
    run.run(solution);

    assertThat(page(models + "/versions"))
        .contains("1 of ", "hx-get=\"" + models + "/cadence/state\"", "Stop the test");
    assertThat(page("/console/jobs?status=running")).contains("Backtest");
    HttpResponse<String> state = browser.get(models + "/cadence/state");
    assertThat(state.headers().firstValue("HX-Refresh")).isEmpty();

    boolean goesOn;
    do {
      goesOn = run.run(solution).isPresent();
    } while (goesOn);

    assertThat(page(models + "/versions"))
        .contains(">every week<", ">once<", "cannot tell", "Test again")
        .contains("95 %:", "Trainings a week")
        .doesNotContain("hx-get=\"" + models + "/cadence/state\"");
    assertThat(page(models + "/versions?lang=ko")).contains("매주", "판단할 수 없음");
    assertThat(browser.get(models + "/cadence/state").headers().firstValue("HX-Refresh"))
        .hasValue("true");
  }

  @Test
  void it_is_stopped_at_a_click() {
    post("", Map.of("maxTrainings", "10", "maxMinutes", "30"));

    assertThat(post("/stop", Map.of()).statusCode()).isEqualTo(303);

    assertThat(run.run(solution)).isEmpty();
    assertThat(page(models + "/versions")).doesNotContain("Stop the test");
  }
}
