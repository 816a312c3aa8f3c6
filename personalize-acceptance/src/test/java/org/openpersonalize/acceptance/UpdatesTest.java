// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.Algorithm;
import software.amazon.awssdk.services.personalize.model.Dataset;
import software.amazon.awssdk.services.personalize.model.EventParameters;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.Recipe;
import software.amazon.awssdk.services.personalize.model.Solution;
import software.amazon.awssdk.services.personalizeevents.model.Item;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/** What can be changed of datasets and solutions that are in use, and what recipes are made of. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class UpdatesTest {
  private final ServiceProcess service;

  UpdatesTest(ServiceProcess service) {
    this.service = service;
  }

  @Test
  void a_shop_in_use_gets_a_column_that_filters_and_answers_know_at_once() {
    Shop shop = new Shop(service, "widened");
    String interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    String items = shop.createDataset("items", CornerShop.ITEM_PRICES);
    shop.importFile(
        interactions,
        "widened-interactions",
        ImportMode.FULL,
        shop.upload("interactions.csv", CornerShop.interactions()));
    shop.importFile(
        items, "widened-items", ImportMode.FULL, shop.upload("items.csv", CornerShop.items()));
    String solution = shop.createSolution("widened", "aws-user-personalization-v2");
    String version = shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn();
    String campaign = shop.deploy("widened", version);
    String cheap = shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 30");
    assertThat(filtered(shop, campaign, cheap)).hasSize(25);

    String wider = shop.personalize
        .createSchema(
            schema -> schema
                .name("widened-more")
                .schema(
                    CornerShop.ITEM_PRICES.replace(
                        "{\"name\": \"PRICE\"",
                        "{\"name\": \"BRAND\", \"type\": [\"null\", \"string\"], \"categorical\": true}, {\"name\": \"PRICE\"")))
        .schemaArn();
    shop.personalize.updateDataset(request -> request.datasetArn(items).schemaArn(wider));

    Dataset widened =
        shop.personalize.describeDataset(request -> request.datasetArn(items)).dataset();
    assertThat(widened.schemaArn()).isEqualTo(wider);
    assertThat(widened.status()).isEqualTo("ACTIVE");
    assertThat(widened.latestDatasetUpdate().schemaArn()).isEqualTo(wider);
    assertThat(widened.latestDatasetUpdate().status()).isEqualTo("ACTIVE");
    shop.events.putItems(request -> request
        .datasetArn(items)
        .items(List.of(
            item("i4", "acme"), item("i6", "acme"), item("i40", "acme"), item("i8", "other"))));
    String acme = shop.createFilter("acme", "INCLUDE ItemID WHERE Items.BRAND IN (\"acme\")");
    Shop.eventually(
        "the new column to be known", () -> filtered(shop, campaign, acme).size() == 3);
    assertThat(filtered(shop, campaign, acme)).containsExactlyInAnyOrder("i4", "i6", "i40");
    assertThat(filtered(shop, campaign, cheap)).hasSize(25);
    List<PredictedItem> told = shop.runtime
        .getRecommendations(request -> request
            .campaignArn(campaign)
            .userId("u1")
            .filterArn(acme)
            .metadataColumns(Map.of("ITEMS", List.of("BRAND"))))
        .itemList();
    assertThat(told).allSatisfy(item -> assertThat(item.metadata()).containsValue("acme"));
    shop.awaitVersion(shop.createVersion(solution));
  }

  private static Item item(String id, String brand) {
    return Item.builder()
        .itemId(id)
        .properties("{\"brand\": \"%s\", \"price\": 7}".formatted(brand))
        .build();
  }

  private static List<String> filtered(Shop shop, String campaign, String filter) {
    return shop
        .runtime
        .getRecommendations(
            request -> request.campaignArn(campaign).userId("u1").filterArn(filter))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  @Test
  void a_solution_gets_a_schedule_and_other_events_and_tells_what_was_asked() {
    Shop shop = new Shop(service, "updated");
    String arn = shop.createSolution("updated", "aws-user-personalization-v2");

    shop.personalize.updateSolution(request -> request
        .solutionArn(arn)
        .performAutoTraining(true)
        .solutionUpdateConfig(config -> config
            .autoTrainingConfig(auto -> auto.schedulingExpression("rate(3 days)"))
            .eventsConfig(events -> events.eventParametersList(
                EventParameters.builder().eventType("buy").weight(1.0).build()))));

    Solution updated =
        shop.personalize.describeSolution(request -> request.solutionArn(arn)).solution();
    assertThat(updated.performAutoTraining()).isTrue();
    assertThat(updated.solutionConfig().autoTrainingConfig().schedulingExpression())
        .isEqualTo("rate(3 days)");
    assertThat(updated.latestSolutionUpdate()).satisfies(update -> {
      assertThat(update.status()).isEqualTo("ACTIVE");
      assertThat(update.performAutoTraining()).isTrue();
      assertThat(update.solutionUpdateConfig().eventsConfig().eventParametersList())
          .singleElement()
          .satisfies(event -> assertThat(event.eventType()).isEqualTo("buy"));
    });
  }

  @Test
  void a_recipe_leads_to_its_algorithm_and_its_feature_transformation() {
    Recipe recipe = service
        .personalize()
        .describeRecipe(request -> request.recipeArn(Shop.recipe("aws-user-personalization")))
        .recipe();

    Algorithm algorithm = service
        .personalize()
        .describeAlgorithm(request -> request.algorithmArn(recipe.algorithmArn()))
        .algorithm();
    assertThat(algorithm.name()).isEqualTo("aws-user-personalization");
    assertThat(algorithm.defaultHyperParameters()).containsEntry("hidden_dimension", "149");
    assertThat(algorithm.defaultHyperParameterRanges().integerHyperParameterRanges())
        .anySatisfy(range -> {
          assertThat(range.name()).isEqualTo("hidden_dimension");
          assertThat(range.minValue()).isEqualTo(32);
          assertThat(range.maxValue()).isEqualTo(256);
          assertThat(range.isTunable()).isTrue();
        });
    assertThat(service
            .personalize()
            .describeFeatureTransformation(
                request -> request.featureTransformationArn(recipe.featureTransformationArn()))
            .featureTransformation()
            .defaultParameters())
        .containsEntry("max_user_history_length_percentile", "0.99");
  }
}
