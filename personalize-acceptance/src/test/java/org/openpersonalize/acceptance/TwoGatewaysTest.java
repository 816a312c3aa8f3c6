// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalizeevents.model.Item;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.personalizeruntime.model.Promotion;

/** What comes to one of two processes is seen by the other within a second. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwoGatewaysTest {
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Until what was put on one gateway was known by the other. */
  private final List<Duration> untilKnown = new ArrayList<>();

  private final ServiceProcess service;
  private ServiceProcess other;

  TwoGatewaysTest(ServiceProcess service) {
    this.service = service;
  }

  @AfterEach
  void close() throws IOException {
    if (other != null) {
      other.close();
    }
  }

  @Test
  void a_put_item_is_filtered_promoted_and_explored_by_both()
      throws IOException, InterruptedException {
    Shop shop = new Shop(service, "two-gateways");
    String interactions = shop.createDataset("Interactions", CornerShop.INTERACTIONS);
    String items = shop.createDataset("Items", CornerShop.ITEM_PRICES);
    shop.importFile(
        interactions,
        "two-gateways-interactions",
        ImportMode.FULL,
        shop.upload("interactions.csv", CornerShop.interactions()));
    shop.importFile(
        items, "two-gateways-items", ImportMode.FULL, shop.upload("items.csv", CornerShop.items()));
    String version =
        shop.createVersion(shop.createSolution("two-gateways", "aws-user-personalization"));
    shop.awaitVersion(version);
    String campaign = shop.deploy("two-gateways", version, Map.of("explorationWeight", "1"));
    String dear = shop.createFilter("dear", "INCLUDE ItemID WHERE Items.PRICE > 1000");
    other = service.startGatewayBeside();
    await("records are read before anybody asks").until(() -> bytesOfRecords(other) > 0);
    PersonalizeRuntimeClient there = other.runtime();
    assertThat(promoted(shop.runtime, campaign, dear)).isEmpty();
    assertThat(promoted(there, campaign, dear)).isEmpty();

    for (String item : List.of("i7", "brand-new", "newer-still")) {
      boolean isKnown = item.equals("i7");
      put(shop, items, item, 2_000);

      assertThat(filtered(shop.runtime, campaign, dear)).containsExactly(item);
      assertThat(promoted(shop.runtime, campaign, dear)).containsExactly(item);
      until(() -> filtered(there, campaign, dear).equals(List.of(item)));
      assertThat(promoted(there, campaign, dear)).containsExactly(item);
      assertThat(isKnown || recommended(shop.runtime, campaign).contains(item)).isTrue();
      assertThat(isKnown || recommended(there, campaign).contains(item)).isTrue();

      put(shop, items, item, 3);
      assertThat(filtered(shop.runtime, campaign, dear)).isEmpty();
      until(() -> filtered(there, campaign, dear).isEmpty());
    }
    Collections.sort(untilKnown);
    assertThat(untilKnown.get(untilKnown.size() / 2 - 1)).isLessThan(A_SECOND);
  }

  /** Half of the times are to be short: whatever else the machine does may make the others longer. */
  private void until(Callable<Boolean> known) {
    Instant asked = Instant.now();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(known);
    untilKnown.add(Duration.between(asked, Instant.now()));
  }

  private static int bytesOfRecords(ServiceProcess node) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(node.endpoint().resolve("/actuator/health"))
        .header("Authorization", node.basicAuthorization())
        .build();
    String health = HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
    return JsonPath.parse(health).read("$.components.catalogs.details.bytesInMemory");
  }

  private static void put(Shop shop, String dataset, String item, int price) {
    shop.events.putItems(request -> request
        .datasetArn(dataset)
        .items(Item.builder()
            .itemId(item)
            .properties("{\"price\": %d}".formatted(price))
            .build()));
  }

  private static List<String> recommended(PersonalizeRuntimeClient node, String campaign) {
    return node
        .getRecommendations(
            request -> request.campaignArn(campaign).userId("u2").numResults(5))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  private static List<String> filtered(
      PersonalizeRuntimeClient node, String campaign, String filter) {
    return node
        .getRecommendations(
            request -> request.campaignArn(campaign).userId("u2").filterArn(filter))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  private static List<String> promoted(
      PersonalizeRuntimeClient node, String campaign, String filter) {
    Stream<PredictedItem> items = node
        .getRecommendations(request -> request
            .campaignArn(campaign)
            .userId("u2")
            .numResults(10)
            .promotions(Promotion.builder()
                .name("dear")
                .percentPromotedItems(50)
                .filterArn(filter)
                .build()))
        .itemList()
        .stream();
    return items
        .filter(item -> "dear".equals(item.promotionName()))
        .map(PredictedItem::itemId)
        .toList();
  }
}
