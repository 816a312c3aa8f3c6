// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.DataDeletionJob;
import org.openpersonalize.store.catalog.DataDeletionJobRepository;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.deletion.DeletionReceipt;
import org.openpersonalize.store.deletion.DeletionReceipt.KnowingModel;
import org.openpersonalize.store.deletion.DeletionReceipt.Naming;
import org.openpersonalize.store.deletion.DeletionReceipts;
import org.openpersonalize.store.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;

class DeletionsTest extends PageTest {
  private static final String PAGE = "/console/groups/shop/deletions";

  @Autowired
  DataDeletionJobRepository jobs;

  @Autowired
  DeletionReceipts receipts;

  @BeforeEach
  void open() {
    shop.open();
  }

  @Test
  void users_are_asked_to_be_forgotten_and_the_job_is_shown() {
    HttpResponse<String> sent =
        send(Map.of("jobName", "march", "dataLocation", "s3://personalize/march.csv"));

    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(page(PAGE)).contains("march", "PENDING");
    assertThat(page("/console/jobs")).contains("Deletion of users", "march");
    assertThat(page("/console/groups/shop/data")).contains("href=\"" + PAGE + "\"");
  }

  @Test
  void what_is_wrong_is_said_at_its_field() {
    HttpResponse<String> sent = send(Map.of("jobName", "no spaces", "dataLocation", "here"));

    assertThat(sent.statusCode()).isEqualTo(422);
    assertThat(sent.body())
        .contains("id=\"jobName-error\"", "id=\"dataLocation-error\"", "value=\"no spaces\"");
  }

  @Test
  void a_receipt_says_what_went_and_what_is_left() {
    Arn arn = Shop.GROUP.sibling(ResourceType.DATA_DELETION_JOB, "april");
    Arn version = Shop.GROUP.sibling(ResourceType.SOLUTION, "segments").child("1a2b3c4d");
    transaction.executeWithoutResult(status -> {
      DataDeletionJob job = new DataDeletionJob(
          arn,
          "april",
          Shop.GROUP,
          new DataSource("s3://personalize/april.csv"),
          "arn:aws:iam::000000000000:role/shop",
          clock.instant());
      job.complete(415, clock.instant());
      jobs.create(job);
      receipts.put(
          arn,
          new DeletionReceipt(
              3,
              Map.of("interaction", 412L, "dataset_record", 3L, "recorded_request", 0L),
              List.of("histories"),
              List.of("gateway-1"),
              List.of(new KnowingModel(version, Naming.ID, 2)),
              List.of(),
              List.of("s3://personalize/exports/"),
              Instant.EPOCH));
    });

    assertThat(page(PAGE))
        .contains(
            "COMPLETED", "412 rows", "3 rows", "gateway-1", "segments/1a2b3c4d", "2 by their ids")
        .contains("s3://personalize/exports/")
        .doesNotContain("recorded_request");
  }

  private HttpResponse<String> send(Map<String, String> form) {
    Map<String, String> filled = new java.util.TreeMap<>(form);
    filled.put("_csrf", token());
    return browser.post(PAGE, filled);
  }
}
