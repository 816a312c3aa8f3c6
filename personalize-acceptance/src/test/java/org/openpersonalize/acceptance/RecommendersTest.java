// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import software.amazon.awssdk.services.personalize.model.InvalidNextTokenException;
import software.amazon.awssdk.services.personalize.model.Recommender;
import software.amazon.awssdk.services.personalize.model.RecommenderSummary;
import software.amazon.awssdk.services.personalize.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.personalize.model.ResourceInUseException;
import software.amazon.awssdk.services.personalize.model.ResourceNotFoundException;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsRequest;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/** Recommenders of a shop on the web: each row of Online Retail is something that was viewed and then purchased. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecommendersTest {
  private static final int ROWS = 60_000;
  private static final long DAY = Duration.ofDays(1).toSeconds();
  private static final String LUNCH_BAG = "20725";
  private static final String BEST_SELLERS = "aws-ecomm-popular-items-by-purchases";
  private static final String FOR_YOU = "aws-ecomm-recommended-for-you";
  private static final String TOGETHER = "aws-ecomm-frequently-bought-together";
  private static final String INTERACTIONS = """
      {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "fields": [
        {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}], "version": "1.0"}
      """;

  private final ServiceProcess service;
  private final Map<String, Set<String>> buyers = new HashMap<>();
  private final Map<String, List<String>> purchases = new LinkedHashMap<>();
  private final Map<String, Set<String>> baskets = new HashMap<>();
  private final Map<String, String> recommenders = new LinkedHashMap<>();
  private Shop shop;
  private String dataset;

  RecommendersTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void recommenders_of_a_shop_are_created() {
    shop = new Shop(service, "recommenders", Domain.ECOMMERCE);
    List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"));
    for (String line : DataSet.ONLINE_RETAIL.lines("interactions").subList(1, ROWS + 1)) {
      String[] cells = line.split(",");
      long time = Long.parseLong(cells[2]);
      lines.add("%s,%s,%d,View".formatted(cells[0], cells[1], time - 60));
      lines.add("%s,%s,%d,Purchase".formatted(cells[0], cells[1], time));
      buyers.computeIfAbsent(cells[1], item -> new HashSet<>()).add(cells[0]);
      purchases.computeIfAbsent(cells[0], user -> new ArrayList<>()).add(cells[1]);
      baskets
          .computeIfAbsent(cells[0] + "/" + time / DAY, basket -> new HashSet<>())
          .add(cells[1]);
    }
    dataset = shop.createDataset("interactions", INTERACTIONS);
    shop.importFile(
        dataset, "recommenders", ImportMode.FULL, shop.upload("interactions.csv", lines));
    for (String recipe : List.of(BEST_SELLERS, FOR_YOU, TOGETHER)) {
      recommenders.put(recipe, create(recipe, recipe));
    }
    recommenders.values().forEach(arn -> awaitStatus(arn, "ACTIVE"));
  }

  private String create(String name, String recipe) {
    return shop.personalize
        .createRecommender(request ->
            request.name(name).datasetGroupArn(shop.groupArn()).recipeArn(Shop.recipe(recipe)))
        .recommenderArn();
  }

  private Recommender describe(String arn) {
    return shop.personalize
        .describeRecommender(request -> request.recommenderArn(arn))
        .recommender();
  }

  private void awaitStatus(String arn, String status) {
    Shop.eventually(
        arn + " to become " + status,
        () -> Set.of(status, "CREATE FAILED").contains(describe(arn).status()));
    assertThat(describe(arn).status()).as(describe(arn).failureReason()).isEqualTo(status);
  }

  private List<String> ask(GetRecommendationsRequest request) {
    return shop.runtime.getRecommendations(request).itemList().stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  private GetRecommendationsRequest.Builder to(String recipe) {
    return GetRecommendationsRequest.builder().recommenderArn(recommenders.get(recipe));
  }

  @Test
  @Order(1)
  void best_sellers_are_what_most_customers_purchased() {
    List<Integer> customers = ask(to(BEST_SELLERS).userId("anybody").build()).stream()
        .map(item -> buyers.get(item).size())
        .toList();
    List<Integer> most = buyers.values().stream()
        .map(Set::size)
        .sorted((one, other) -> Integer.compare(other, one))
        .limit(25)
        .toList();

    assertThat(customers).isEqualTo(most);
  }

  @Test
  @Order(2)
  void what_is_recommended_for_you_leaves_out_what_you_purchased() {
    Map.Entry<String, List<String>> customer = purchases.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 20 && entry.getValue().size() < 100)
        .findFirst()
        .orElseThrow();

    List<String> items = ask(to(FOR_YOU).userId(customer.getKey()).build());

    assertThat(items).hasSize(25).doesNotContainAnyElementsOf(customer.getValue());
  }

  @Test
  @Order(3)
  void what_is_bought_together_was_in_one_basket() {
    List<String> items = ask(to(TOGETHER).itemId(LUNCH_BAG).build());

    assertThat(items).doesNotContain(LUNCH_BAG);
    assertThat(items.subList(0, 5))
        .allMatch(item -> baskets.values().stream()
                .filter(basket -> basket.contains(LUNCH_BAG) && basket.contains(item))
                .count()
            >= 5);
  }

  @Test
  @Order(4)
  void a_recommender_tells_what_it_is() {
    Recommender recommender = describe(recommenders.get(FOR_YOU));

    assertThat(recommender.name()).isEqualTo(FOR_YOU);
    assertThat(recommender.recipeArn()).isEqualTo(Shop.recipe(FOR_YOU));
    assertThat(recommender.recommenderConfig().minRecommendationRequestsPerSecond())
        .isEqualTo(1);
    assertThat(recommender.modelMetrics())
        .hasEntrySatisfying("coverage", share -> assertThat(share).isPositive());
    assertThat(shop.personalize
            .listRecommenders(request -> request.datasetGroupArn(shop.groupArn()))
            .recommenders())
        .extracting(RecommenderSummary::recommenderArn)
        .containsExactlyElementsOf(recommenders.values());
  }

  @Test
  @Order(5)
  void what_cannot_be_is_refused() {
    String best = recommenders.get(BEST_SELLERS);
    assertThatThrownBy(() -> create(BEST_SELLERS, BEST_SELLERS))
        .isInstanceOf(ResourceAlreadyExistsException.class);
    assertThatThrownBy(() -> create("video", "aws-vod-most-popular"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> shop.personalize.updateRecommender(request -> request
            .recommenderArn(best)
            .recommenderConfig(config -> config.trainingDataConfig(columns ->
                columns.excludedDatasetColumns(Map.of("INTERACTIONS", List.of("NO_COLUMN")))))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NO_COLUMN");
    assertThatThrownBy(() -> shop.personalize.updateRecommender(request -> request
            .recommenderArn(best)
            .recommenderConfig(
                config -> config.itemExplorationConfig(Map.of("explorationWeight", "0.5")))))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> shop.personalize.startRecommender(request -> request.recommenderArn(best)))
        .isInstanceOf(ResourceInUseException.class);
    String unknown = best + "-unknown";
    assertThatThrownBy(() -> describe(unknown)).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> describe("no-arn")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> shop.personalize.stopRecommender(request -> request.recommenderArn(unknown)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> shop.personalize.startRecommender(request -> request.recommenderArn(unknown)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> shop.personalize.deleteRecommender(request -> request.recommenderArn(unknown)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> shop.personalize.deleteRecommender(request -> request.recommenderArn("no-arn")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> shop.personalize.listRecommenders(request -> request.nextToken("no-token")))
        .isInstanceOf(InvalidNextTokenException.class);
    assertThatThrownBy(
            () -> shop.personalize.listRecommenders(request -> request.datasetGroupArn("no-arn")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @Order(6)
  void a_stopped_recommender_answers_again_when_it_is_started() {
    String arn = recommenders.get(BEST_SELLERS);
    GetRecommendationsRequest question = to(BEST_SELLERS).userId("anybody").build();
    List<String> before = ask(question);

    shop.personalize.stopRecommender(request -> request.recommenderArn(arn));
    awaitStatus(arn, "INACTIVE");
    assertThatThrownBy(
            () -> shop.personalize.stopRecommender(request -> request.recommenderArn(arn)))
        .isInstanceOf(ResourceInUseException.class);
    Shop.eventually("it answers no more", () -> {
      try {
        ask(question);
        return false;
      } catch (
          software.amazon.awssdk.services.personalizeruntime.model.InvalidInputException refused) {
        return refused.getMessage().contains("INACTIVE");
      }
    });

    shop.personalize.startRecommender(request -> request.recommenderArn(arn));
    awaitStatus(arn, "ACTIVE");
    assertThat(ask(question)).isEqualTo(before);
  }

  @Test
  @Order(7)
  void an_update_is_told_and_answers_go_on() {
    String arn = recommenders.get(FOR_YOU);
    shop.personalize.updateRecommender(request -> request
        .recommenderArn(arn)
        .recommenderConfig(config -> config
            .minRecommendationRequestsPerSecond(2)
            .itemExplorationConfig(Map.of("explorationWeight", "0.1"))));
    assertThat(ask(to(FOR_YOU).userId("anybody").build())).hasSize(25);
    Shop.eventually(
        "the update to end",
        () -> describe(arn).latestRecommenderUpdate().status().equals("ACTIVE"));

    assertThat(describe(arn).recommenderConfig().minRecommendationRequestsPerSecond())
        .isEqualTo(2);
  }

  @Test
  @Order(8)
  void all_of_it_goes_in_the_documented_order() {
    assertThatThrownBy(() -> shop.personalize.deleteDatasetGroup(
            request -> request.datasetGroupArn(shop.groupArn())))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("recommenders");
    recommenders
        .values()
        .forEach(arn -> shop.personalize.deleteRecommender(request -> request.recommenderArn(arn)));
    recommenders.values().forEach(arn -> Shop.awaitGone(() -> describe(arn)));
    assertThatThrownBy(() -> ask(to(FOR_YOU).userId("anybody").build()))
        .isInstanceOf(
            software.amazon.awssdk.services.personalizeruntime.model.ResourceNotFoundException
                .class);
    shop.personalize.deleteDataset(request -> request.datasetArn(dataset));
    Shop.awaitGone(() -> shop.personalize.describeDataset(request -> request.datasetArn(dataset)));
    shop.personalize.deleteDatasetGroup(request -> request.datasetGroupArn(shop.groupArn()));
    Shop.awaitGone(() ->
        shop.personalize.describeDatasetGroup(request -> request.datasetGroupArn(shop.groupArn())));
  }
}
