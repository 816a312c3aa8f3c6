// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Market;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
import org.springframework.beans.factory.annotation.Autowired;

/** Training, what it comes to, and one version beside another. */
class ModelsTest extends PageTest {
  private static final String MODELS = "/console/groups/shop/models";
  private static final String RECIPE = "aws-hrnn";

  @Autowired
  Market market;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  TrainingProgressTable progress;

  @BeforeEach
  void open() {
    market.open();
  }

  @Test
  void without_a_model_the_page_says_which_recipes_the_data_are_enough_for() {
    assertThat(page(MODELS))
        .contains("There is no model yet.", "hx-get=\"" + MODELS + "/recipes\"")
        .contains(MODELS + "?recipes=true");
    assertThat(page(MODELS + "?lang=ko")).contains("아직 모델이 없습니다.");
    assertThat(page(MODELS + "?recipes=true&lang=en"))
        .contains("Dataset has fewer than 1000 interactions.")
        .doesNotContain("train?recipe=aws-user-personalization-v2");

    market.sell();

    assertThat(page(MODELS + "?recipes=true"))
        .contains("enough data", "/models/train?recipe=aws-user-personalization-v2");
    assertThat(page(MODELS + "/recipes")).doesNotContain("<html").contains("enough data");
    market.untrained(RECIPE);
    assertThat(page(MODELS)).contains("hx-get=\"" + MODELS + "/recipes\"");
    assertThat(page(MODELS + "?recipes=true")).contains("enough data");
  }

  @Test
  void how_often_a_solution_trains_is_changed_and_switched_off() {
    String solution = market.solution(RECIPE).id();
    String path = MODELS + "/" + solution + "/schedule";
    assertThat(page(MODELS)).contains("trained by hand", "href=\"" + path + "\"");
    assertThat(page(path)).containsPattern("value=\"0\"[^>]*selected").contains("update-solution");

    assertThat(schedule(path, "14").statusCode()).isEqualTo(303);
    assertThat(page(path)).containsPattern("value=\"14\"[^>]*selected");
    assertThat(page(MODELS)).doesNotContain("trained by hand");
    assertThat(schedule(path, "3").statusCode()).isEqualTo(303);
    assertThat(page(path)).contains("every 3 days");
    assertThat(schedule(path, "31").body()).contains("from 1 to 30");
    assertThat(page(path + "?lang=ko")).contains("3일마다").doesNotContain("??");
    page(path + "?lang=en");
    assertThat(schedule(path, "0").statusCode()).isEqualTo(303);

    assertThat(page(MODELS)).contains("trained by hand");
    assertThat(browser.get(MODELS + "/nothing/schedule").statusCode()).isEqualTo(404);
  }

  @Test
  void new_items_are_taken_in_between_trainings_where_the_recipe_can() {
    String incapable = MODELS + "/" + market.solution(RECIPE).id() + "/schedule";
    assertThat(page(incapable)).doesNotContain("performIncrementalUpdate");

    String path = MODELS + "/" + market.solution("aws-semantic-similarity").id() + "/schedule";
    assertThat(page(path)).contains("Take in new items", "--no-perform-incremental-update");
    assertThat(browser
            .post(
                path,
                Map.of(
                    "_csrf", token(),
                    "performAutoTraining", "7",
                    "performIncrementalUpdate", "true"))
            .statusCode())
        .isEqualTo(303);
    assertThat(page(path + "?lang=ko"))
        .contains("새 항목 받아들이기")
        .containsPattern("performIncrementalUpdate[^>]*checked")
        .doesNotContain("??");
    page(path + "?lang=en");
    assertThat(schedule(path, "7").statusCode()).isEqualTo(303);
    assertThat(page(path)).doesNotContainPattern("performIncrementalUpdate[^>]*checked");
  }

  @Test
  void events_are_weighed_under_the_constraints_of_the_api() {
    String solution = market.solution("aws-user-personalization-v2").id();
    String path = MODELS + "/" + solution + "/events";
    assertThat(page(MODELS)).contains("href=\"" + path + "\"");
    assertThat(page(path)).contains("id=\"weight3\"").doesNotContain("id=\"weight4\"");

    HttpResponse<String> misread = weigh(path, "buy", "much", "1");
    assertThat(misread.statusCode()).isEqualTo(422);
    assertThat(misread.body()).contains("Write a number", "href=\"#eventValueThreshold\"");
    HttpResponse<String> tooMuch = weigh(path, "view", "", "0.1", "buy", "", "2");
    assertThat(tooMuch.body()).contains("href=\"#weight2\"", "value=\"2\"");
    HttpResponse<String> tooMany = weigh(path, Collections.nCopies(33, "1").toArray(String[]::new));
    assertThat(tooMany.body()).contains("href=\"#eventParametersList\"");

    assertThat(weigh(path, "view", "", "0.1", "", "", "", "buy", "9.5", "").statusCode())
        .isEqualTo(303);
    assertThat(page(path))
        .contains("value=\"view\"", "value=\"0.1\"", "value=\"buy\"", "value=\"9.5\"")
        .contains("update-solution", "eventParametersList", "id=\"weight5\"");
    assertThat(page(path + "?lang=ko")).contains("어떤 이벤트를 학습할까요?").doesNotContain("??");
    page(path + "?lang=en");

    assertThat(weigh(path, "", "", "").statusCode()).isEqualTo(303);
    assertThat(page(path)).doesNotContain("value=\"view\"");
    assertThat(
            browser.get(MODELS + "/" + market.solution(RECIPE).id() + "/events").statusCode())
        .isEqualTo(404);
  }

  /** @param filled type, threshold and weight of one row after the other */
  private HttpResponse<String> weigh(String path, String... filled) {
    List<String> inputs = List.of("eventType", "eventValueThreshold", "weight");
    List<Map.Entry<String, String>> form = new ArrayList<>();
    form.add(Map.entry("_csrf", token()));
    for (int n = 0; n < filled.length; n++) {
      form.add(Map.entry(inputs.get(n % inputs.size()), filled[n]));
    }
    return browser.post(path, form);
  }

  private HttpResponse<String> schedule(String path, String days) {
    return browser.post(path, Map.of("_csrf", token(), "performAutoTraining", days));
  }

  @Test
  void a_recipe_is_trained_with_its_forecast_in_view() {
    market.sell();
    String form = page(MODELS + "/train?recipe=" + RECIPE);

    assertThat(form)
        .contains("name=\"name\" autocomplete=\"off\"", "value=\"hrnn\"")
        .contains("hx-post=\"/console/groups/shop/models/train/forecast\"")
        .contains("name=\"hyperparameter.hidden_dimension\"", "every 7 days");

    Map<String, String> filled = filled("home", Map.of("hyperparameter.hidden_dimension", "40"));
    HttpResponse<String> part =
        browser.post(MODELS + "/train/forecast", filled, "HX-Request", "true");
    HttpResponse<String> whole = browser.post(MODELS + "/train/forecast", filled);

    assertThat(part.body())
        .startsWith("<div")
        .contains("Memory while training", "can be trained", "users: " + Market.USERS)
        .contains("personalize create-solution --name home", "hidden_dimension")
        .contains("rate(7 days)");
    assertThat(whole.body()).contains("<html", "can be trained", "value=\"home\"", "value=\"40\"");

    HttpResponse<String> trained = browser.post(MODELS + "/train", filled);

    assertThat(trained.statusCode()).isEqualTo(303);
    assertThat(trained.headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith(MODELS + "/home/1"));
    assertThat(page(MODELS + "/home/1")).contains("CREATE PENDING", "It waits for a free worker.");
    assertThat(page(MODELS)).contains("its schedule is due in ", ">v1<");
  }

  @Test
  void what_cannot_be_trained_is_said_at_its_field_and_everything_filled_in_stays() {
    HttpResponse<String> nameless = train(Map.of("name", "my home"));
    HttpResponse<String> knob = train(Map.of("hyperparameter.hidden_dimension", "many"));

    assertThat(nameless.statusCode()).isEqualTo(422);
    assertThat(nameless.body())
        .contains("href=\"#name\"", "id=\"name-error\"", "value=\"my home\"");
    assertThat(knob.statusCode()).isEqualTo(422);
    assertThat(knob.body())
        .contains("must be a whole number from 32 to 256", "value=\"many\"")
        .contains("href=\"#hyperparameter.hidden_dimension\"");
    assertThat(browser
            .post(
                MODELS + "/train/forecast",
                filled("home", Map.of("hyperparameter.hidden_dimension", "many")),
                "HX-Request",
                "true")
            .body())
        .contains("must be a whole number from 32 to 256");
  }

  @Test
  void a_name_that_is_taken_is_not_suggested_and_refused_at_its_field() {
    market.sell();
    assertThat(train(Map.of("name", "hrnn")).statusCode()).isEqualTo(303);

    assertThat(page(MODELS + "/train?recipe=" + RECIPE)).contains("value=\"hrnn-2\"");
    assertThat(train(Map.of("name", "hrnn")).body()).contains("href=\"#name\"");
  }

  @Test
  void a_trained_version_shows_how_good_it_is_what_it_took_and_what_it_was_made_with() {
    market.sell();
    Arn version = market.trained(RECIPE);
    String page = page(path(version, 1));

    assertThat(page)
        .contains("ACTIVE", "ndcg@10", "mrr@25", "coverage", "<svg class=\"bar\"")
        .contains("The loss went from", "class=\"line s1\"", "class=\"line s2\"")
        .contains("Expected", "Taken", "hidden_dimension", "newestInteraction")
        .contains("describe-solution-version")
        .contains("never taken", "taken by 5 to 20 users", "taken by more than 20 users")
        .contains("/serving/new?version=" + version.parent().id() + "/1")
        .doesNotContain("hx-get=\"" + path(version, 1));
    assertThat(page(path(version, 1) + "?lang=ko"))
        .contains("성능", "예상", "사용자 5~20명이 선택")
        .doesNotContain("??");
    assertThat(browser.get(path(version, 2)).statusCode()).isEqualTo(404);
    market.open(market.group("other"));
    assertThat(browser.get(path(version, 1).replace("/shop/", "/other/")).statusCode())
        .as("of another group")
        .isEqualTo(404);
  }

  @Test
  void a_training_shows_how_far_it_is_and_can_be_stopped() {
    Arn version = market.untrained(RECIPE);
    transaction.executeWithoutResult(
        status -> versions.lock(version).become(Status.CREATE_IN_PROGRESS, clock.instant()));
    progress.begin(
        version, UUID.randomUUID(), new Stand(0.4, "train", 0.5, 0.25, 100.0), clock.instant());

    assertThat(page(path(version, 1)))
        .contains("hx-trigger=\"every 2s\"", "value=\"40\"", "40 %, train", "100 seconds left")
        .contains("0.250", path(version, 1) + "/stop");
    String part =
        page(path(version, 1)).replaceAll("(?s).*hx-get=\"([^\"]+/progress[^\"]*)\".*", "$1");
    assertThat(page(part)).contains("value=\"40\"", part);
    assertThat(browser.get(part).headers().firstValue("HX-Refresh")).isEmpty();
    assertThat(browser.get(path(version, 1) + "/progress?status=nonsense").statusCode())
        .isEqualTo(400);
    assertThat(page(path(version, 1) + "/stop")).contains("It is 40 % done.", "is lost");

    HttpResponse<String> stopped =
        browser.post(path(version, 1) + "/stop", Map.of("_csrf", token()));

    assertThat(stopped.statusCode()).isEqualTo(303);
    assertThat(versions.get(version).status()).isEqualTo(Status.CREATE_STOPPING);
    assertThat(
            browser.post(path(version, 1) + "/stop", Map.of("_csrf", token())).statusCode())
        .as("once more")
        .isEqualTo(422);
  }

  @Test
  void a_training_that_has_ended_has_its_page_loaded_anew() {
    market.sell();
    Arn version = market.trained("aws-popularity-count");

    HttpResponse<String> part =
        browser.get(path(version, 1) + "/progress?status=CREATE_IN_PROGRESS");

    assertThat(part.headers().firstValue("HX-Refresh")).hasValue("true");
    assertThat(part.body()).contains("there are no sweeps");
  }

  @Test
  void two_versions_are_compared_on_the_same_users_beside_popularity() {
    market.sell();
    Arn first = market.trained(RECIPE);
    Arn second = market.trained(first.parent());
    String compare = "/console/groups/shop/compare?v=" + first.parent().id() + "/1&v="
        + first.parent().id() + "/2";

    String page = page(compare);

    assertThat(page)
        .contains("v2 compared with v1", "All settings are equal.", "class=\"baseline\"")
        .contains("hx-get=\"/console/groups/shop/compare/lists?v=")
        .contains("cannot tell");
    assertThat(page(compare + "&equal=true")).contains(">hidden_dimension<");
    assertThat(page(compare + "&lists=true")).contains("10.0 of 10 items stay");
    assertThat(page(compare.replace("/compare?", "/compare/lists?") + "&lang=ko"))
        .startsWith("<p id=\"churn\"")
        .contains("그대로이고");
    assertThat(page(path(second, 2)))
        .contains("<option value=\"" + first.parent().id() + "/1\"");
    assertThat(browser.get("/console/groups/shop/compare?v=a/1").statusCode()).isEqualTo(400);
    assertThat(browser.get("/console/groups/shop/compare?v=a/1&v=b/2").statusCode())
        .isEqualTo(404);
  }

  @Test
  void another_version_is_trained_with_a_forecast_in_view() {
    market.sell();
    Arn solution = market.trained(RECIPE).parent();
    String train = MODELS + "/" + solution.id() + "/train";

    assertThat(page(train))
        .contains("Train a new version of", "hx-get=\"" + train + "/forecast\"")
        .contains("create-solution-version");
    assertThat(page(train + "?forecast=true")).contains("can be trained");
    assertThat(page(train + "/forecast")).doesNotContain("<html").contains("can be trained");

    HttpResponse<String> trained = browser.post(train, Map.of("_csrf", token()));

    assertThat(trained.headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith(solution.id() + "/2"));
  }

  @Test
  void a_solution_is_deleted_by_who_types_its_name_and_not_while_it_is_live() {
    market.sell();
    Arn version = market.trained(RECIPE);
    Arn campaign = market.live(version);
    String delete = MODELS + "/" + version.parent().id() + "/delete";

    assertThat(page(delete)).contains("Delete them first", campaign.id());
    assertThat(browser.post(delete, Map.of("_csrf", token(), "name", "no")).body())
        .contains("href=\"#name\"");
    assertThat(browser
            .post(delete, Map.of("_csrf", token(), "name", version.parent().id()))
            .body())
        .contains("serves a version of solution");

    market.close(campaign);

    assertThat(browser
            .post(delete, Map.of("_csrf", token(), "name", version.parent().id()))
            .statusCode())
        .isEqualTo(303);
    assertThat(page(MODELS)).contains("DELETE PENDING");
  }

  @Test
  void the_newest_versions_are_listed_and_all_others_are_a_page_away() {
    Arn solution = market.untrained(RECIPE).parent();
    for (int n = 2; n <= 51; n++) {
      market.untrained(solution);
    }
    String all = MODELS + "/" + solution.id() + "/versions";

    assertThat(page(MODELS))
        .contains(">v51<", ">v47<", "href=\"" + all + "\"")
        .doesNotContain(">v46<");
    assertThat(page(all)).contains(">v51<", ">v2<", "?before=2").doesNotContain(">v1<");
    assertThat(page(all + "?before=2")).contains(">v1<").doesNotContain(">v2<", "rel=\"next\"");
    assertThat(browser.get(MODELS + "/nothing/versions").statusCode()).isEqualTo(404);
  }

  @Test
  void the_overview_leads_to_what_is_live() {
    market.sell();
    Arn version = market.trained(RECIPE);
    Arn campaign = market.live(version);

    assertThat(page("/console"))
        .contains("href=\"/console/groups/shop/serving/campaigns/" + campaign.id())
        .contains("href=\"" + path(version, 1) + "\"", version.parent().id() + " v1");
  }

  @Test
  void lists_are_in_both_languages() {
    market.sell();
    market.live(market.trained(RECIPE));
    market.untrained(RECIPE);

    for (String language : List.of("en", "ko")) {
      for (String path : Set.of(MODELS, MODELS + "/train", "/console/groups/shop/serving")) {
        assertThat(page(path + "?lang=" + language)).as(path).doesNotContain("??");
      }
    }
  }

  private HttpResponse<String> train(Map<String, String> changes) {
    return browser.post(MODELS + "/train", filled("home", changes));
  }

  private Map<String, String> filled(String name, Map<String, String> changes) {
    Map<String, String> form = new HashMap<>(Map.of(
        "_csrf",
        token(),
        "recipe",
        RECIPE,
        "name",
        name,
        "performAutoTraining",
        "7",
        "eventType",
        ""));
    form.putAll(changes);
    return form;
  }

  private static String path(Arn version, int number) {
    return MODELS + "/" + version.parent().id() + "/" + number;
  }
}
