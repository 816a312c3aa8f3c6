// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Market;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.beans.factory.annotation.Autowired;

/** A dataset is written into files, which are shown and downloaded. */
class ExportsTest extends PageTest {
  private static final String PAGE = "/console/groups/shop/exports";

  @Autowired
  Market market;

  @Autowired
  ObjectStore objects;

  @BeforeEach
  void open() throws IOException {
    market.open();
    objects.createBucket("exports");
  }

  @Test
  void what_was_written_is_counted_and_can_be_downloaded() throws IOException {
    market.sell();
    assertThat(page("/console/groups/shop/data")).contains("href=\"" + PAGE + "\"");

    HttpResponse<String> asked = send("INTERACTIONS", "BULK", "s3://exports/march/", "march");

    assertThat(asked.headers().firstValue("Location")).hasValue(PAGE + "/march");
    assertThat(page(PAGE + "/march"))
        .contains("CREATE PENDING", "those that were imported", "hx-trigger=\"every 2s\"");
    Arn job = Market.GROUP.sibling(ResourceType.DATASET_EXPORT_JOB, "march");
    market.run(JobType.EXPORT_DATASET, job);
    assertThat(page(PAGE + "/march/state"))
        .contains("ACTIVE", ">4,000<", "march.part-00001.csv")
        .doesNotContain("every 2s", "<html");
    HttpResponse<String> file = browser.get(PAGE + "/march/march.part-00001.csv");
    assertThat(file.body().lines()).hasSize(4_001).first().asString().contains("USER_ID");
    assertThat(file.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"march.part-00001.csv\"");
    assertThat(page(PAGE)).contains("href=\"/console/go?arn=" + job + "\"", "Export");
    assertThat(browser.get("/console/go?arn=" + job).headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith(PAGE + "/march"));
    assertThat(page(PAGE + "/march?lang=ko")).contains("내려받기").doesNotContain("??");

    objects.delete("exports", List.of("march/march.part-00001.csv"));
    assertThat(page(PAGE + "/march?lang=en"))
        .contains("None of its files is in the folder", ">4,000<");
    assertThat(browser.get(PAGE + "/march/march.part-00001.csv").statusCode()).isEqualTo(404);
  }

  @Test
  void a_folder_whose_name_says_so_gets_parquet_which_is_counted_and_downloaded_too() {
    market.sell();
    assertThat(page(PAGE)).contains("Parquet if it ends with .parquet/");
    assertThat(page(PAGE + "?lang=ko")).contains(".parquet/로 끝나면 Parquet");
    page(PAGE + "?lang=en");

    send("INTERACTIONS", "ALL", "s3://exports/sales.parquet/", "sales");
    market.run(
        JobType.EXPORT_DATASET, Market.GROUP.sibling(ResourceType.DATASET_EXPORT_JOB, "sales"));

    assertThat(page(PAGE + "/sales")).contains(">4,000<", "sales.part-00001.parquet");
    HttpResponse<String> file = browser.get(PAGE + "/sales/sales.part-00001.parquet");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).startsWith("PAR1").endsWith("PAR1");
    assertThat(file.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.apache.parquet");
  }

  @Test
  void nothing_but_the_files_of_the_job_is_downloaded() throws IOException {
    assertThat(send("INTERACTIONS", "ALL", "s3://exports/all/", "all").statusCode())
        .isEqualTo(303);
    market.run(
        JobType.EXPORT_DATASET, Market.GROUP.sibling(ResourceType.DATASET_EXPORT_JOB, "all"));
    objects.put("exports", "all/secret.csv", InputStream.nullInputStream());

    assertThat(page(PAGE + "/all")).contains("all.part-00001.csv").doesNotContain("secret");
    assertThat(browser.get(PAGE + "/all/secret.csv").statusCode()).isEqualTo(404);
    assertThat(browser.get(PAGE + "/none").statusCode()).isEqualTo(404);
  }

  @Test
  void what_is_wrong_is_said_and_what_was_filled_in_is_kept() {
    HttpResponse<String> noFolder = send("INTERACTIONS", "PUT", "s3://exports/march", "april");
    HttpResponse<String> noPlace = send("INTERACTIONS", "PUT", "here", "no spaces");

    assertThat(noFolder.statusCode()).isEqualTo(422);
    assertThat(noFolder.body()).contains("must be a folder", "value=\"s3://exports/march\"");
    assertThat(noPlace.body()).contains("id=\"path-error\"", "id=\"jobName-error\"");
    assertThat(noPlace.body()).containsPattern("value=\"PUT\"[^>]*checked");
  }

  @Test
  void without_a_dataset_it_is_said_that_there_is_nothing_to_export() {
    shop.open(market.group("empty"));

    assertThat(page("/console/groups/empty/exports")).contains("there is nothing to export");
  }

  private HttpResponse<String> send(String dataset, String mode, String path, String name) {
    Map<String, String> form = new HashMap<>();
    form.put("_csrf", token());
    form.put("dataset", dataset);
    form.put("mode", mode);
    form.put("path", path);
    form.put("jobName", name);
    return browser.post(PAGE, form);
  }
}
