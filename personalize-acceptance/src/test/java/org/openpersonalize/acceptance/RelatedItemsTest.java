// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsResponse;
import software.amazon.awssdk.services.personalizeruntime.model.InvalidInputException;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/** What goes with an item of a real shop, whose items say by their names what they are. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RelatedItemsTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String SIMS = "aws-sims";
  private static final String SIMILAR = "aws-similar-items";
  private static final String POPULARITY = "aws-popularity-count";
  private static final List<String> RECIPES = List.of(SIMS, SIMILAR, POPULARITY);
  private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

  private static final String LUNCH_BAG = "20725";
  private static final String NEW_LUNCH_BAG = "NEW-BAG";

  private final ServiceProcess service;
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, String> campaigns = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private Shop shop;

  RelatedItemsTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void recipes_of_related_items_are_trained() {
    shop = new Shop(service, "related-items");
    List<String> items = new ArrayList<>(DATA.lines("items"));
    items.add(NEW_LUNCH_BAG + ",LUNCH BAG HAPPY FOREST,1.65,1323302400");
    items.stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells ->
            names.put(cells[0], String.join(",", Arrays.copyOfRange(cells, 1, cells.length - 2))));
    load("interactions", DATA.lines("interactions"));
    load("items", items);
    for (String recipe : RECIPES) {
      versions.put(recipe, shop.createVersion(shop.createSolution(recipe, recipe)));
    }
    versions.forEach((recipe, version) -> {
      shop.awaitVersion(version);
      campaigns.put(recipe, shop.deploy(recipe, version));
    });
  }

  private void load(String type, List<String> lines) {
    String dataset = shop.createDataset(type, DATA.schema(type));
    shop.importFile(dataset, "related-" + type, ImportMode.FULL, shop.upload(type + ".csv", lines));
  }

  @Test
  void what_is_similar_to_a_lunch_bag_are_lunch_bags() {
    for (String recipe : List.of(SIMS, SIMILAR)) {
      List<PredictedItem> items = related(recipe, LUNCH_BAG).itemList();

      assertThat(items.subList(0, 8))
          .as(recipe)
          .allMatch(item -> names.get(item.itemId()).contains("LUNCH BAG"));
      assertThat(items)
          .hasSize(25)
          .allMatch(item -> item.score() == null && item.reason().isEmpty())
          .extracting(PredictedItem::itemId)
          .doesNotContain(LUNCH_BAG)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void an_item_that_nobody_has_bought_is_similar_by_its_record() {
    assertThat(ids(related(SIMILAR, NEW_LUNCH_BAG)).subList(0, 5))
        .doesNotContain(NEW_LUNCH_BAG)
        .allMatch(item -> names.get(item).contains("LUNCH BAG"));
    assertThat(ids(related(SIMS, NEW_LUNCH_BAG)))
        .as("co-occurrence knows nothing of it")
        .isEqualTo(ids(related(SIMS, "nobody-knows-this")));
  }

  @Test
  void what_goes_with_an_unknown_item_is_what_is_popular() {
    List<String> popular = ids(shop.recommend(campaigns.get(POPULARITY), "anybody"));

    assertThat(ids(related(SIMILAR, "nobody-knows-this"))).isEqualTo(popular);
  }

  @Test
  void a_filter_compares_with_the_item_that_is_asked_about() {
    String cheaper =
        shop.createFilter("cheaper", "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE");
    Map<String, Double> prices = DATA.lines("items").stream()
        .skip(1)
        .map(line -> line.split(","))
        .collect(
            Collectors.toMap(cells -> cells[0], cells -> Double.valueOf(cells[cells.length - 2])));

    List<PredictedItem> items = shop.runtime
        .getRecommendations(request ->
            request.campaignArn(campaigns.get(SIMILAR)).itemId(LUNCH_BAG).filterArn(cheaper))
        .itemList();

    assertThat(items)
        .isNotEmpty()
        .allMatch(item -> prices.get(item.itemId()) < prices.get(LUNCH_BAG));
  }

  @Test
  void no_item_is_a_wrong_question() {
    for (String recipe : List.of(SIMS, SIMILAR)) {
      assertThatThrownBy(() -> shop.recommend(campaigns.get(recipe), "17850"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("needs an itemId");
    }
  }

  @Test
  void what_held_out_customers_took_next_is_found_more_often_than_by_popularity() {
    double popularity = ndcg(POPULARITY);
    for (String recipe : List.of(SIMS, SIMILAR)) {
      System.out.printf("Acceptance: %s on Online Retail: %s %.4f%n", recipe, NDCG, ndcg(recipe));
      assertThat(ndcg(recipe)).isGreaterThan(2 * popularity);
    }
  }

  private double ndcg(String recipe) {
    return shop.personalize
        .getSolutionMetrics(request -> request.solutionVersionArn(versions.get(recipe)))
        .metrics()
        .get(NDCG);
  }

  private GetRecommendationsResponse related(String recipe, String item) {
    return shop.runtime.getRecommendations(
        request -> request.campaignArn(campaigns.get(recipe)).itemId(item));
  }

  private static List<String> ids(GetRecommendationsResponse response) {
    return response.itemList().stream().map(PredictedItem::itemId).toList();
  }
}
