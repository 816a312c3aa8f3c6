// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.deletion.DeletionFeed;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordedRequestsTest {
  @Autowired
  RecommendationService service;

  @Autowired
  FilterService filters;

  @Autowired
  RecordedRequestTable table;

  @Autowired
  DeletionFeed deletions;

  @Autowired
  Shop shop;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Arn campaign;

  @BeforeEach
  void open() throws IOException {
    shop.open();
    campaign = shop.campaign(shop.trained("aws-user-personalization"));
  }

  private RecordedRequest request(int number) {
    return new RecordedRequest(campaign, "u" + number, null, 25, null, Map.of(), Instant.now());
  }

  @Test
  void what_is_asked_is_written_down_a_moment_later() {
    Arn filter = filters
        .create(new CreateFilter(
            Shop.unused("bought"),
            Shop.GROUP,
            "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPE)",
            null))
        .filterArn();
    Map<String, String> values = Map.of("TYPE", "buy");
    service.recommend(new GetRecommendations(
        campaign, null, "anna", null, filter, values, null, null, null, null));

    await().until(() -> !table.of(campaign).isEmpty());

    assertThat(table.of(campaign)).singleElement().satisfies(request -> {
      assertThat(request.userId()).isEqualTo("anna");
      assertThat(request.itemId()).isNull();
      assertThat(request.numResults()).isEqualTo(25);
      assertThat(request.filterArn()).isEqualTo(filter);
      assertThat(request.filterValues()).isEqualTo(values);
    });
  }

  @Test
  void what_comes_faster_than_it_is_written_is_dropped_and_counted() {
    RecordedRequests requests =
        new RecordedRequests(table, new ReplaySettings(true), deletions, metrics);
    for (int number = 0; number < RecordedRequests.MOST_WAITING + 7; number++) {
      requests.answered(request(number));
    }

    requests.write();

    assertThat(metrics.counter("personalize.recorded.requests.dropped").count()).isEqualTo(7);
    assertThat(table.of(campaign))
        .hasSize(RecordedRequestTable.KEPT)
        .extracting(RecordedRequest::userId)
        .startsWith("u" + (RecordedRequests.MOST_WAITING - 1));
  }

  @Test
  void where_it_is_switched_off_nothing_is_recorded_and_what_was_is_forgotten() {
    RecordedRequests on = new RecordedRequests(table, new ReplaySettings(true), deletions, metrics);
    on.answered(request(1));
    on.write();
    assertThat(table.of(campaign)).hasSize(1);

    RecordedRequests off =
        new RecordedRequests(table, new ReplaySettings(false), deletions, metrics);
    off.start();
    try {
      await().until(() -> table.of(campaign).isEmpty());
      off.answered(request(2));
      off.write();
    } finally {
      off.stop();
    }

    assertThat(table.of(campaign)).isEmpty();
  }
}
