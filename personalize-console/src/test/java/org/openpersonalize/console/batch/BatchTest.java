// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Market;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.batch.BatchFileTable;
import org.openpersonalize.store.catalog.BatchInferenceJobRepository;
import org.openpersonalize.store.catalog.BatchSegmentJobRepository;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.springframework.beans.factory.annotation.Autowired;

/** Jobs of both kinds are started, watched and started once more. */
class BatchTest extends PageTest {
  private static final String BATCH = "/console/groups/shop/serving/batch";

  @Autowired
  Market market;

  @Autowired
  BatchInferenceJobRepository inferences;

  @Autowired
  BatchSegmentJobRepository segments;

  @Autowired
  BatchFileTable files;

  @Autowired
  ObjectStore objects;

  private Arn version;

  @BeforeEach
  void open() {
    market.open();
    market.sell();
    version = market.trained("aws-popularity-count");
  }

  @Test
  void a_job_is_started_and_its_lines_are_counted() {
    assertThat(page("/console/groups/shop/serving")).contains("href=\"" + BATCH + "\"");
    assertThat(page(BATCH)).contains("No job has answered the lines of files yet.");

    HttpResponse<String> nowhere = start(version, "users", "s3://shop/answers");
    HttpResponse<String> noPlace = start(version, "users", "answers/");
    HttpResponse<String> started = start(version, "users", "s3://shop/answers/");

    assertThat(nowhere.statusCode()).isEqualTo(422);
    assertThat(nowhere.body()).contains("must be a folder", "value=\"s3://shop/answers\"");
    assertThat(noPlace.body()).contains("href=\"#jobOutput\"");
    assertThat(started.statusCode()).isEqualTo(303);
    Arn job = Market.GROUP.sibling(ResourceType.BATCH_INFERENCE_JOB, "users");
    assertThat(page(BATCH)).contains("Batch inference", "CREATE PENDING", ">users<");
    files.begin(job, List.of(new ObjectEntry("in.json", 1_000)), List.of());
    files.update(job, "in.json", 400, 1_200);
    move(job, Status.CREATE_IN_PROGRESS);
    assertThat(page("/console/jobs")).contains("40 %, 1,200 lines");
    assertThat(browser.get("/console/go?arn=" + job).headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith(BATCH + "/inference/users"));
    assertThat(page(BATCH + "/inference/users"))
        .contains("CREATE IN_PROGRESS", "hx-trigger=\"every 2s\"", ">1,200<")
        .doesNotContain("id=\"lines\"");
    assertThat(page(BATCH + "?lang=ko")).contains("배치 작업", "배치 추론").doesNotContain("??");
  }

  @Test
  void a_version_that_finds_users_is_asked_for_segments_and_what_failed_again() {
    Arn finding = market.untrained("aws-item-affinity");
    market.complete(finding);

    assertThat(start(finding, "segments", "s3://shop/users/").statusCode()).isEqualTo(303);
    Arn job = Market.GROUP.sibling(ResourceType.BATCH_SEGMENT_JOB, "segments");
    assertThat(page(BATCH)).contains("Batch segments");
    transaction.executeWithoutResult(
        status -> segments.lock(job).fail("There is no such file", clock.instant()));
    assertThat(page("/console/jobs?status=failed")).contains("There is no such file");

    HttpResponse<String> again = browser.post(
        "/console/jobs/again",
        Map.of("_csrf", token(), "arn", job.toString(), "back", "/console/jobs"));

    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(page(BATCH)).containsPattern(">segments-\\d{8}-\\d{6}<");
  }

  @Test
  void the_first_answers_of_a_job_are_shown_with_names() throws IOException {
    market.stock("mug1");
    objects.createBucket("shop");
    objects.put("shop", "users.json", stream("{\"userId\": \"u2\"}\nno json\n"));
    start(version, "answered", "s3://shop/answered/");
    Arn job = Market.GROUP.sibling(ResourceType.BATCH_INFERENCE_JOB, "answered");

    market.run(JobType.BATCH_INFERENCE, job);

    assertThat(page(BATCH + "/inference/answered"))
        .contains("ACTIVE", "What was answered", "href=\"/console/groups/shop/user?id=u2\"")
        .containsPattern("href=\"/console/groups/shop/item\\?id=(mug|cup)\\d+\"")
        .contains("The line is no JSON object.", "15 more in the file")
        .doesNotContain("every 2s");
    assertThat(page(BATCH + "/inference/answered/state?lang=ko"))
        .contains("응답 내용")
        .doesNotContain("<html", "??");
    objects.delete("shop", List.of("answered/users.json.out"));
    assertThat(page(BATCH + "/inference/answered?lang=en")).contains("not in the folder any more");
    assertThat(browser.get(BATCH + "/segments/answered").statusCode()).isEqualTo(404);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private void move(Arn job, Status to) {
    transaction.executeWithoutResult(
        status -> inferences.move(job, Set.of(Status.CREATE_PENDING), to, clock.instant()));
  }

  private HttpResponse<String> start(Arn asked, String name, String output) {
    Map<String, String> form = new HashMap<>();
    form.put("_csrf", token());
    form.put("jobName", name);
    form.put("version", asked.parent().id() + "/1");
    form.put("jobInput", "s3://shop/users.json");
    form.put("jobOutput", output);
    return browser.post(BATCH, form);
  }
}
