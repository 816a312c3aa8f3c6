// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import software.amazon.awssdk.services.personalizeevents.model.Item;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/** Which items are told of in a similar way, in groups that have items and no interactions. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SemanticSimilarityTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String RECIPE = "aws-semantic-similarity";
  private static final String PAPER_LANTERN = "23042"; // PAPER LANTERN 7 POINT SNOW STAR
  private static final String NEW_LANTERN = "NEW-LANTERN";
  private static final String KOREAN_SCHEMA = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"NAME","type":"string","itemName":true},
        {"name":"DESCRIPTION","type":["null","string"],"textual":true}]}""";
  private static final List<String> KOREAN_ITEMS = List.of(
      "ITEM_ID,NAME,DESCRIPTION",
      "jacket-1,방수 등산 재킷,비가 와도 젖지 않는 가벼운 재킷입니다",
      "jacket-2,등산용 방수재킷,산에서 비를 막아 주는 재킷",
      "jacket-3,남성 방풍 재킷,바람을 막는 등산복 재킷입니다",
      "tent-1,4인용 캠핑 텐트,가족이 함께 쓰는 넓은 텐트",
      "tent-2,원터치 텐트,캠핑에서 금방 펼치는 텐트입니다",
      "tent-3,겨울 캠핑용 텐트,눈이 와도 따뜻한 텐트",
      "cup-1,도자기 머그컵,커피를 담는 하얀 머그컵",
      "cup-2,손잡이 없는 머그컵,차와 커피에 어울리는 컵입니다",
      "cup-3,유리컵 세트,물과 주스를 담는 유리컵",
      "pan-1,코팅 프라이팬,계란이 눌어붙지 않는 프라이팬",
      "pan-2,무쇠 프라이팬,고기를 굽는 무거운 프라이팬입니다",
      "pan-3,인덕션용 프라이팬,인덕션에서 쓰는 프라이팬");

  private final ServiceProcess service;
  private final Map<String, String> names = new HashMap<>();
  private Shop shop;
  private String items;
  private String version;
  private String campaign;
  private String korean;

  SemanticSimilarityTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void texts_are_learned() {
    shop = new Shop(service, "semantic");
    DATA.lines("items").stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells ->
            names.put(cells[0], String.join(",", Arrays.copyOfRange(cells, 1, cells.length - 2))));
    names.put(NEW_LANTERN, "PAPER LANTERN 7 POINT BLUE SNOW STAR");
    items = shop.createDataset("items", DATA.schema("items"));
    shop.importFile(
        items, "semantic-items", ImportMode.FULL, shop.upload("items.csv", DATA.lines("items")));
    version = shop.createVersion(updating(shop, "texts", true));

    Shop other = new Shop(service, "semantic-korean");
    String koreanItems = other.createDataset("items", KOREAN_SCHEMA);
    other.importFile(
        koreanItems, "korean-items", ImportMode.FULL, other.upload("items.csv", KOREAN_ITEMS));
    String koreanVersion = other.createVersion(updating(other, "korean-texts", false));

    shop.awaitVersion(version);
    campaign = shop.deploy("texts", version);
    other.awaitVersion(koreanVersion);
    korean = other.deploy("korean-texts", koreanVersion);
  }

  private static String updating(Shop shop, String name, boolean incrementally) {
    return shop.personalize
        .createSolution(solution -> solution
            .name(name)
            .datasetGroupArn(shop.groupArn())
            .recipeArn(Shop.recipe(RECIPE))
            .performAutoTraining(false)
            .performIncrementalUpdate(incrementally))
        .solutionArn();
  }

  @Test
  void what_is_similar_to_a_lantern_are_lanterns() {
    List<PredictedItem> found = related(campaign, PAPER_LANTERN);

    assertThat(found.subList(0, 8))
        .allMatch(item -> names.get(item.itemId()).contains("PAPER LANTERN"));
    assertThat(found)
        .hasSize(25)
        .allMatch(item -> item.score() == null && item.reason().isEmpty())
        .extracting(PredictedItem::itemId)
        .doesNotContain(PAPER_LANTERN)
        .doesNotHaveDuplicates();
  }

  @Test
  void korean_texts_are_alike_by_their_stems_whatever_the_endings_and_spaces() {
    for (String kind : List.of("jacket", "tent", "cup", "pan")) {
      assertThat(ids(related(korean, kind + "-1")).subList(0, 2))
          .as(kind)
          .containsExactlyInAnyOrder(kind + "-2", kind + "-3");
    }
  }

  @Test
  void an_item_that_came_after_the_training_is_an_answer_and_a_question() {
    Item added = Item.builder().itemId(NEW_LANTERN).properties("""
            {"description": "PAPER LANTERN 7 POINT BLUE SNOW STAR", "price": 6.65, "creationTimestamp": 1323302400}""").build();
    shop.events.putItems(request -> request.datasetArn(items).items(added));

    Shop.eventually(
        "the new item is an answer",
        () -> ids(related(campaign, PAPER_LANTERN)).contains(NEW_LANTERN));
    assertThat(ids(related(campaign, NEW_LANTERN)).subList(0, 5))
        .contains(PAPER_LANTERN)
        .allMatch(item -> names.get(item).contains("PAPER LANTERN"));
  }

  @Test
  void new_items_come_first_as_far_as_a_campaign_asks_for_it() {
    String fresh = shop.personalize
        .createCampaign(request -> request
            .name("fresh")
            .solutionVersionArn(version)
            .campaignConfig(config -> config.rankingInfluenceWithStrings(Map.of("FRESHNESS", 1.0))))
        .campaignArn();
    shop.awaitCampaign(fresh);

    assertThat(created(fresh)).isGreaterThan(created(campaign));
    assertThat(shop.campaign(fresh).campaignConfig().rankingInfluenceAsStrings())
        .containsEntry("FRESHNESS", 1.0);
  }

  /** In the mean, when the items were created that are similar to a lantern. */
  private double created(String ofCampaign) {
    Map<String, Long> seconds = new HashMap<>();
    DATA.lines("items").stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells -> seconds.put(cells[0], Long.valueOf(cells[cells.length - 1])));
    return ids(related(ofCampaign, PAPER_LANTERN)).stream()
        .filter(seconds::containsKey)
        .mapToLong(seconds::get)
        .average()
        .orElseThrow();
  }

  @Test
  void a_filter_compares_with_the_item_that_is_asked_about() {
    String cheaper =
        shop.createFilter("cheaper-texts", "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE");
    Map<String, Double> prices = new HashMap<>();
    DATA.lines("items").stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells -> prices.put(cells[0], Double.valueOf(cells[cells.length - 2])));

    List<PredictedItem> found = shop.runtime
        .getRecommendations(
            request -> request.campaignArn(campaign).itemId(PAPER_LANTERN).filterArn(cheaper))
        .itemList();

    assertThat(found)
        .hasSize(25)
        .allMatch(item -> prices.get(item.itemId()) < prices.get(PAPER_LANTERN));
  }

  @Test
  void influence_and_updates_are_refused_where_no_recipe_knows_them() {
    assertThatThrownBy(() -> shop.personalize.createSolution(solution -> solution
            .name("never")
            .datasetGroupArn(shop.groupArn())
            .recipeArn(Shop.recipe("aws-sims"))
            .performIncrementalUpdate(true)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("performIncrementalUpdate is for aws-semantic-similarity");
    assertThatThrownBy(() -> shop.personalize.createCampaign(request -> request
            .name("never")
            .solutionVersionArn(version)
            .campaignConfig(config -> config.rankingInfluenceWithStrings(Map.of("PRICE", 1.0)))))
        .isInstanceOf(InvalidInputException.class);
  }

  private List<PredictedItem> related(String ofCampaign, String item) {
    return shop.runtime
        .getRecommendations(request -> request.campaignArn(ofCampaign).itemId(item))
        .itemList();
  }

  private static List<String> ids(List<PredictedItem> found) {
    return found.stream().map(PredictedItem::itemId).toList();
  }
}
