// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Browser;
import org.openpersonalize.console.testing.ConsoleTestConfiguration.Keys;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
import org.openpersonalize.store.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;

/** What the pages say, over HTTP and without a script. */
class PagesTest extends PageTest {
  private static final String RECIPE = "aws-user-personalization";

  @Autowired
  DatasetImportJobRepository imports;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  CampaignRepository campaigns;

  @Autowired
  PublishedModels models;

  @Autowired
  TrainingProgressTable progress;

  @Test
  void an_empty_service_is_well_and_each_part_says_what_to_do_next() {
    assertThat(page("/console"))
        .contains("All is well.", "Nothing runs or waits.")
        .contains("personalize create-dataset-group", "./personalize demo")
        .contains("http://127.0.0.1:" + port);
    assertThat(page("/console/jobs")).contains("href=\"/console#groups\"");
    assertThat(page("/console/jobs?status=running")).contains("Nothing runs or waits.");
    assertThat(page("/console/jobs?status=failed")).contains("Nothing has failed.");
  }

  @Test
  void the_navigation_shows_where_one_is() {
    assertThat(page("/console/jobs"))
        .containsPattern("href=\"/console/jobs\" aria-current=\"page\"")
        .doesNotContainPattern("href=\"/console\" aria-current=");
  }

  @Test
  void the_navigation_leads_into_the_only_group_or_the_one_of_the_page() {
    assertThat(page("/console")).doesNotContain("/console/groups/shop");

    shop.open();

    assertThat(page("/console"))
        .contains("href=\"/console/groups/shop\"", "href=\"/console/groups/shop/try\"");
    assertThat(browser.get("/console/groups/other").statusCode()).isEqualTo(404);
  }

  @Test
  void of_several_groups_the_navigation_leads_into_the_one_looked_at_last() {
    shop.open();
    Arn second = Shop.GROUP.sibling(ResourceType.DATASET_GROUP, "second");
    shop.open(second);

    assertThat(page("/console")).doesNotContain("href=\"/console/groups/shop/try\"");
    page("/console/groups/second/data");
    assertThat(page("/console/jobs")).contains("href=\"/console/groups/second/try\"");
    page("/console/groups/shop/data");
    assertThat(page("/console")).contains("href=\"/console/groups/shop/try\"");
    assertThat(browser.get("/console/groups/gone/data").statusCode()).isEqualTo(404);
    assertThat(page("/console")).doesNotContain("/try\"");
  }

  @Test
  void the_language_is_the_browsers_until_another_is_chosen() {
    assertThat(browser
            .get("/console", "Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8")
            .body())
        .contains("<html lang=\"ko\"", "모두 정상입니다.");
    assertThat(browser.get("/console", "Accept-Language", "fr").body())
        .contains("<html lang=\"en\"", "All is well.");
    assertThat(page("/console")).contains("<html lang=\"en\"");

    String korean = page("/console/jobs?status=failed&lang=ko");

    assertThat(korean)
        .contains("실패한 작업이 없습니다.")
        .contains("href=\"/console/jobs?status=failed&amp;lang=en\"");
    assertThat(browser.get("/console/system", "Accept-Language", "en").body()).contains("프로세스");
  }

  @Test
  void all_pages_speak_both_languages() {
    shop.open();
    failedImport("items", "line 4 is wrong");
    underWay();
    live(Duration.ofDays(40));

    for (String path : new String[] {
      "/console",
      "/console/jobs",
      "/console/system",
      "/console/access",
      "/console/nowhere",
      "/console/sign-in"
    }) {
      assertThat(browser.get(path + "?lang=en").body()).as(path).doesNotContain("??");
      assertThat(browser.get(path + "?lang=ko").body())
          .as(path)
          .doesNotContain("??")
          .containsPattern("[가-힣]");
    }
  }

  @Test
  void what_failed_is_a_problem_with_its_reason_until_it_is_done_better() {
    shop.open();
    failedImport("first", "line 4,120: PRICE \"12,90\" is not a number; write 12.90");

    assertThat(page("/console"))
        .contains("Import first failed:", "is not a number; write 12.90")
        .contains("href=\"/console/jobs?status=failed\"")
        .doesNotContain("All is well.");

    clock.advance(Duration.ofMinutes(5));
    anImport("second", null);

    assertThat(page("/console")).contains("All is well.");
    assertThat(page("/console/jobs?status=failed"))
        .contains("write 12.90")
        .doesNotContain("second");
    assertThat(page("/console/jobs")).contains("first", "second");
  }

  @Test
  void what_failed_is_asked_for_once_more_at_a_click() {
    shop.open();
    failedImport("first", "the bucket was not there");
    HttpResponse<String> overview = browser.get("/console");
    assertThat(overview.body())
        .contains("aria-label=\"Run again: first\"", "name=\"back\" value=\"/console\"");

    HttpResponse<String> again = browser.post(
        "/console/jobs/again",
        Map.of(
            "_csrf", Browser.token(overview),
            "arn", Shop.GROUP.sibling(ResourceType.DATASET_IMPORT_JOB, "first").toString(),
            "back", "/console"));

    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(again.headers().firstValue("Location")).hasValue("/console");
    assertThat(page("/console/jobs?status=running"))
        .containsPattern(">first-\\d{8}-\\d{6}<")
        .contains("CREATE PENDING");
  }

  @Test
  void a_training_that_failed_is_asked_for_once_more_and_nothing_that_is_no_job() {
    shop.open();
    Arn version = shop.untrained(shop.solution(RECIPE));
    transaction.executeWithoutResult(
        status -> versions.lock(version).fail("out of memory", clock.instant()));
    String token = token();
    Map<String, String> form = Map.of("_csrf", token, "arn", version.toString());

    assertThat(browser.post("/console/jobs/again", form).statusCode()).isEqualTo(303);
    assertThat(page("/console/jobs?status=running")).contains("CREATE PENDING");
    assertThat(browser
            .post("/console/jobs/again", Map.of("_csrf", token, "arn", Shop.GROUP.toString()))
            .statusCode())
        .isEqualTo(400);
  }

  @Test
  void who_is_signed_in_is_shown_and_others_can_be_signed_out() {
    Browser other = Browser.signedIn(port);
    HttpResponse<String> access = browser.get("/console/access");
    assertThat(access.body()).contains(Keys.ID, "this one", "another one");

    browser.post("/console/access/end-others", Map.of("_csrf", Browser.token(access)));

    assertThat(other.get("/console").statusCode()).isEqualTo(303);
    assertThat(page("/console/access")).contains("Signed in: 1").doesNotContain("another one");
  }

  @Test
  void what_was_uploaded_is_text_and_never_markup() {
    shop.open();
    failedImport("items", "<script>alert(1)</script> \"quoted\" ${7*7} [[${page}]]");

    for (String path : new String[] {"/console", "/console/jobs"}) {
      assertThat(page(path))
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "${7*7} [[${page}]]")
          .doesNotContain("<script>alert");
    }
    assertThat(browser.get("/console/sign-in?next=%22%3E%3Cscript%3Ealert(1)").body())
        .doesNotContain("<script>alert");
  }

  @Test
  void what_runs_shows_how_far_it_is_and_is_asked_for_again() {
    shop.open();
    underWay();

    assertThat(page("/console"))
        .contains("hx-get=\"/console/running\"", "hx-trigger=\"every 2s\"")
        .contains("value=\"25\"", "25 %, train", "30 seconds left", "CREATE IN_PROGRESS");
    HttpResponse<String> part = browser.get("/console/running", "HX-Request", "true");
    assertThat(part.headers().firstValue("HX-Refresh")).isEmpty();
    assertThat(part.body())
        .startsWith("<section id=\"running\"")
        .contains("value=\"25\"")
        .doesNotContain("<html");
    assertThat(page("/console/jobs?status=running")).contains("value=\"25\"");
  }

  @Test
  void when_nothing_runs_any_more_the_page_is_loaded_anew_and_asks_no_more() {
    assertThat(page("/console")).doesNotContain("hx-get");
    assertThat(browser
            .get("/console/running", "HX-Request", "true")
            .headers()
            .firstValue("HX-Refresh"))
        .hasValue("true");
  }

  @Test
  void live_campaigns_tell_how_old_their_model_is() {
    shop.open();
    Arn young = live(Duration.ofDays(12));

    assertThat(page("/console")).contains(young.id(), "12 days ago").doesNotContain("older than");

    live(Duration.ofDays(40));

    assertThat(page("/console")).contains("40 days ago", "older than 30 days");
  }

  @Test
  void a_group_shows_its_datasets() {
    shop.open();

    assertThat(page("/console"))
        .contains(Shop.GROUP.toString(), "class=\"chip\">INTERACTIONS<")
        .doesNotContain("./personalize demo");
  }

  @Test
  void jobs_come_fifty_at_a_time_each_once() {
    shop.open();
    for (int i = 0; i < 51; i++) {
      anImport("import-%02d".formatted(i), null);
      clock.advance(Duration.ofSeconds(1));
    }

    String first = page("/console/jobs");
    assertThat(first).contains("import-50", "import-01").doesNotContain("import-00");
    String next =
        first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1").replace("&amp;", "&");
    assertThat(page(next)).contains(">import-00<").doesNotContain(">import-01<", "rel=\"next\"");
    assertThat(browser.get("/console/jobs?after=nonsense").statusCode()).isEqualTo(400);
  }

  @Test
  void the_system_shows_memory_disk_and_what_it_needs() {
    assertThat(page("/console/system"))
        .contains("<meter", "GiB of ", "Disk of the data directory", "answers this page")
        .contains(">db<", "PostgreSQL", "UP")
        .contains("Queues", ">Imports<", ">Deployments and deletions<")
        .containsPattern("title=\"[0-9,]+ bytes\"[^>]*>[0-9.]+ GiB<");
  }

  @Test
  void a_page_that_is_not_there_is_a_page() {
    HttpResponse<String> page = browser.get("/console/nowhere");

    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
    assertThat(page.body()).contains("There is no such page", "href=\"/console\"");
  }

  @Test
  void files_are_read_once_and_asked_for_by_their_content() {
    for (String file :
        new String[] {"console.css", "icon.svg", "htmx.js", "plot.js", "uplot.js", "uplot.css"}) {
      HttpResponse<String> answer = new Browser(port).get("/console/assets/" + file);
      String tag = answer.headers().firstValue("ETag").orElseThrow();

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(new Browser(port)
              .get("/console/assets/" + file, "If-None-Match", tag)
              .statusCode())
          .isEqualTo(304);
    }
    assertThat(new Browser(port).get("/console/assets/messages.properties").statusCode())
        .isEqualTo(404);
  }

  private void failedImport(String name, String reason) {
    anImport(name, reason);
  }

  /** @param reason why it failed; null for one that went well */
  private void anImport(String name, @Nullable String reason) {
    Instant now = clock.instant();
    DatasetImportJob job = new DatasetImportJob(
        Shop.GROUP.sibling(ResourceType.DATASET_IMPORT_JOB, name),
        name,
        Shop.dataset(),
        new DataSource("s3://personalize/items.csv"),
        null,
        ImportMode.FULL,
        null,
        now);
    if (reason == null) {
      job.become(Status.ACTIVE, now);
    } else {
      job.fail(reason, now);
    }
    transaction.executeWithoutResult(status -> imports.create(job));
  }

  private void underWay() {
    Arn version = shop.untrained(shop.solution(RECIPE));
    transaction.executeWithoutResult(
        status -> versions.lock(version).become(Status.CREATE_IN_PROGRESS, clock.instant()));
    progress.begin(
        version, UUID.randomUUID(), new Stand(0.25, "train", null, null, 30.0), clock.instant());
  }

  /** A campaign whose model was published so long ago. */
  private Arn live(Duration ago) {
    Arn version = shop.untrained(shop.solution(RECIPE));
    shop.complete(version);
    Arn campaign = shop.campaign(version);
    transaction.executeWithoutResult(status -> {
      models.publish(new PublishedModel(
          version, "models", "a/", 1, Map.of(), Map.of(), clock.instant().minus(ago)));
      campaigns.lock(campaign).deploy(clock.instant());
    });
    return campaign;
  }
}
