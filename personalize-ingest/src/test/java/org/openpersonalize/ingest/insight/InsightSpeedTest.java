// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.importjob.ImportDryRunService;
import org.openpersonalize.ingest.importjob.ImportDryRunService.DryRunDatasetImport;
import org.openpersonalize.ingest.insight.InsightService.GetInsights;
import org.openpersonalize.ingest.insight.InsightService.GetInsightsResponse;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.ImportMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** What a dry run and insights take; a million interactions in the long form, a tenth of them in the short one. */
@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class InsightSpeedTest {
  private static final int ROWS =
      "full".equals(System.getProperty("test.load")) ? 1_000_000 : 100_000;
  private static final int ITEMS = 20_000;
  private static final double MOST_SECONDS = 30;

  @Autowired
  ImportDryRunService dryRuns;

  @Autowired
  InsightService insights;

  @Autowired
  Shop shop;

  @Test
  void all_of_it_is_counted_in_half_of_the_time_that_it_may_take() {
    Arn group = shop.group();
    Arn interactions = shop.dataset(group, "Interactions", Shop.schema("Interactions", """
            {"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},{"name":"TIMESTAMP","type":"long"},
            {"name":"EVENT_TYPE","type":"string"},{"name":"EVENT_VALUE","type":["null","float"]},
            {"name":"DEVICE","type":["null","string"],"categorical":true}"""));
    Arn items = shop.dataset(group, "Items", Shop.ITEMS);
    String stock = shop.upload("insight-items.csv", stock());
    String sales = shop.upload("insight-interactions.csv", sales());
    assertThat(shop.importData(items, ImportMode.FULL, stock).failureReason()).isNull();
    long start = System.nanoTime();
    assertThat(dryRuns
            .dryRun(new DryRunDatasetImport(interactions, new DataSource(sales), ImportMode.FULL))
            .recordsRead())
        .isEqualTo(ROWS);
    double dryRun = secondsSince(start);
    start = System.nanoTime();
    assertThat(shop.importData(interactions, ImportMode.FULL, sales).failureReason())
        .isNull();
    double imported = secondsSince(start);

    start = System.nanoTime();
    GetInsightsResponse found = insights.get(new GetInsights(group));
    double counted = secondsSince(start);

    System.out.printf(
        "%,d interactions, %,d items: dry run %.2f s, import %.2f s, insights %.2f s%n",
        ROWS, ITEMS, dryRun, imported, counted);
    assertThat(found.datasets()).hasSize(2);
    assertThat(counted).isLessThan(MOST_SECONDS);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String sales() {
    Random random = new Random(1);
    StringBuilder text =
        new StringBuilder("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,DEVICE\n");
    for (int row = 0; row < ROWS; row++) {
      text.append("user").append(random.nextInt(100_000));
      text.append(",item").append(random.nextInt(ITEMS));
      text.append(',').append(1_600_000_000 + random.nextInt(100_000_000));
      text.append(random.nextInt(10) == 0 ? ",purchase," : ",view,");
      text.append(random.nextInt(10_000) / 100.0);
      text.append(random.nextInt(3) == 0 ? ",phone\n" : ",desk\n");
    }
    return text.toString();
  }

  private static String stock() {
    StringBuilder text = new StringBuilder("ITEM_ID,PRICE,GENRES,IN_STOCK,CREATION_TIMESTAMP\n");
    for (int item = 0; item < ITEMS; item++) {
      text.append("item%d,%d,g%d|g%d,true,\n".formatted(item, item % 500, item % 7, item % 11));
    }
    return text.toString();
  }
}
