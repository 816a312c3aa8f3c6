// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/** A shop whose customers take other items on a phone than in front of a television. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ContextTest {
  private static final int CUSTOMERS = 1_000;
  private static final String INTERACTIONS = """
      {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
        {"name": "DEVICE", "type": ["null", "string"], "categorical": true}]}
      """;
  private static final Map<String, String> PHONE = Map.of("DEVICE", "phone");
  private static final Map<String, String> TELEVISION = Map.of("DEVICE", "television");

  private final Shop shop;

  ContextTest(ServiceProcess service) {
    shop = new Shop(service, "devices");
  }

  @Test
  void who_says_where_they_are_is_recommended_what_is_taken_there() {
    String dataset = shop.createDataset("interactions", INTERACTIONS);
    String file = shop.upload("interactions.csv", interactions());
    shop.importFile(dataset, "devices", ImportMode.FULL, file);
    String campaign = campaign("aws-user-personalization");
    String ranking = campaign("aws-personalized-ranking");

    for (String user : List.of("u4", "nobody-knows-me")) {
      List<PredictedItem> anywhere = recommended(campaign, user, Map.of());

      assertThat(recommended(campaign, user, PHONE)).allMatch(item -> isForPhones(item.itemId()));
      assertThat(recommended(campaign, user, TELEVISION))
          .noneMatch(item -> isForPhones(item.itemId()));
      assertThat(recommended(campaign, user, Map.of("DEVICE", "refrigerator", "WEATHER", "phone")))
          .as("names and values that nobody knows")
          .isEqualTo(anywhere);
      assertThat(ranked(ranking, user, PHONE)).isEqualTo("i101");
      assertThat(ranked(ranking, user, TELEVISION)).isEqualTo("i121");
    }
  }

  private String campaign(String recipe) {
    String solution = shop.createSolution(recipe, recipe);
    return shop.deploy(
        recipe, shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn());
  }

  private List<PredictedItem> recommended(
      String campaign, String user, Map<String, String> context) {
    return shop.runtime
        .getRecommendations(
            request -> request.campaignArn(campaign).userId(user).numResults(5).context(context))
        .itemList();
  }

  /** The first of two items, one for phones and one for televisions. */
  private String ranked(String campaign, String user, Map<String, String> context) {
    return shop.runtime
        .getPersonalizedRanking(request ->
            request.campaignArn(campaign).userId(user).inputList("i121", "i101").context(context))
        .personalizedRanking()
        .get(0)
        .itemId();
  }

  /** Items are i100 to i119 for phones, i120 to i139 for televisions; every other customer stays from first to last. */
  private static List<String> interactions() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,DEVICE"));
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      for (int n = 0; n < 8; n++) {
        boolean isOnPhone = random.nextBoolean();
        int item = (isOnPhone ? 100 : 120) + random.nextInt(20);
        int moment = customer % 2 == 0 ? CUSTOMERS / 8 * n : customer;
        lines.add("u%d,i%d,%d,%s"
            .formatted(customer, item, 1_600_000_000 + moment, isOnPhone ? "phone" : "television"));
      }
    }
    return lines;
  }

  private static boolean isForPhones(String itemId) {
    return itemId.compareTo("i120") < 0;
  }
}
