// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;

/** GetExplanation over HTTP, for which no SDK has a method. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplanationTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ServiceProcess service;
  private Shop shop;

  ExplanationTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void a_shop_has_interactions() {
    shop = new Shop(service, "explained");
    String interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    String file = shop.upload("interactions.csv", CornerShop.interactions());
    shop.importFile(interactions, "explained", ImportMode.FULL, file);
  }

  private String live(String name, String recipe) {
    String version = shop.createVersion(shop.createSolution(name, recipe));
    return shop.deploy(name, shop.awaitVersion(version).solutionVersionArn());
  }

  @Test
  void what_goes_with_an_item_is_explained_by_how_many_had_both()
      throws IOException, InterruptedException {
    String campaign = live("explained-sims", "aws-sims");
    String first = shop.runtime
        .getRecommendations(request -> request.campaignArn(campaign).itemId("i1"))
        .itemList()
        .get(0)
        .itemId();

    DocumentContext why = explained("""
        {"campaignArn": "%s", "aboutItemId": "i1", "itemId": "%s"}
        """.formatted(campaign, first));

    assertThat(why.<Integer>read("$.rank")).isEqualTo(1);
    assertThat(why.<List<Object>>read("$.contributions")).isEmpty();
    assertThat(why.<List<String>>read("$.relations[*].kind")).containsExactly("USERS");
    assertThat(why.<Integer>read("$.relations[0].together")).isGreaterThanOrEqualTo(3);
    assertThat(why.<Number>read("$.relations[0].amount").doubleValue())
        .isCloseTo(why.<Number>read("$.score").doubleValue(), within(1e-6));
    assertThat(explained("""
        {"campaignArn": "%s", "aboutItemId": "i1", "itemId": "i1"}
        """.formatted(campaign)).<List<String>>read("$.causes[*].cause"))
        .containsExactly("ASKED_ABOUT");
  }

  @Test
  void a_recommendation_is_explained_by_the_events_it_comes_from()
      throws IOException, InterruptedException {
    String campaign = live("explained", "aws-user-personalization-v2");
    String first = shop.recommended(campaign, "u4").get(0);

    DocumentContext why = explained(request(campaign, first));
    DocumentContext whyNot = explained(request(campaign, "i1"));

    assertThat(why.<Boolean>read("$.shown")).isTrue();
    assertThat(why.<Integer>read("$.rank")).isEqualTo(1);
    List<Number> amounts = why.read("$.contributions[*].amount");
    double sum = amounts.stream().mapToDouble(Number::doubleValue).sum();
    assertThat(amounts).hasSize(20);
    assertThat(sum + why.<Number>read("$.remainder").doubleValue())
        .isCloseTo(why.<Number>read("$.score").doubleValue(), within(1e-3));
    assertThat(why.<Object>read("$.contributions[0].eventType")).isEqualTo("buy");
    assertThat(whyNot.<Boolean>read("$.shown")).isFalse();
    assertThat(whyNot.<List<String>>read("$.causes[*].cause")).contains("BELOW_NUM_RESULTS");
  }

  @Test
  void nobody_gets_one_without_a_key() throws IOException, InterruptedException {
    HttpResponse<String> refused =
        http.send(post("{}").build(), HttpResponse.BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(403);
  }

  @Test
  void it_is_described_for_openapi() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.endpoint().resolve("/v3/api-docs"))
        .header("Authorization", service.basicAuthorization())
        .build();

    String docs = http.send(request, HttpResponse.BodyHandlers.ofString()).body();

    assertThat(JsonPath.parse(docs)
            .<String>read("$.paths['/explanations'].post.requestBody"
                + ".content['application/json'].schema['$ref']"))
        .isEqualTo("#/components/schemas/GetExplanation");
    assertThat(JsonPath.parse(docs)
            .<Map<String, Object>>read("$.components.schemas.ExcludingExpression.properties"))
        .containsOnlyKeys("position", "expression");
  }

  private static String request(String campaign, String itemId) {
    return """
        {"campaignArn": "%s", "userId": "u4", "itemId": "%s", "numResults": 10}
        """.formatted(campaign, itemId);
  }

  private DocumentContext explained(String json) throws IOException, InterruptedException {
    HttpRequest request =
        post(json).header("Authorization", service.basicAuthorization()).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonPath.parse(answer.body());
  }

  private HttpRequest.Builder post(String json) {
    return HttpRequest.newBuilder(service.endpoint().resolve("/explanations"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }
}
