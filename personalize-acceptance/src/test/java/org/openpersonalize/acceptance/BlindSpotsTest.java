// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;

/** GetBlindSpots over HTTP, for which no SDK has a method. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BlindSpotsTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ServiceProcess service;

  BlindSpotsTest(ServiceProcess service) {
    this.service = service;
  }

  @Test
  void items_that_came_after_the_training_are_told_with_what_helps()
      throws IOException, InterruptedException {
    Shop shop = new Shop(service, "blind");
    String interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    shop.importFile(
        interactions,
        "blind-interactions",
        ImportMode.FULL,
        shop.upload("interactions.csv", CornerShop.interactions()));
    String solution = shop.createSolution("blind", "aws-popularity-count");
    String campaign =
        shop.deploy("blind", shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn());
    String items = shop.createDataset("items", CornerShop.ITEM_PRICES);
    shop.importFile(
        items,
        "blind-items",
        ImportMode.FULL,
        shop.upload("items.csv", List.of("ITEM_ID,PRICE", "late,3")));

    DocumentContext found = answered("{\"campaignArn\": \"%s\"}".formatted(campaign), 200);

    assertThat(found.<Integer>read("$.neverShown")).isEqualTo(1);
    assertThat(found.<List<String>>read("$.blindSpots[*].itemId")).containsExactly("late");
    assertThat(found.<List<String>>read("$.reasons[*].reason"))
        .containsExactly("ARRIVED_AFTER_TRAINING");
    assertThat(found.<String>read("$.reasons[0].remedy")).contains("Train a new version");
    assertThat(answered(
                "{\"campaignArn\": \"%s\", \"reason\": \"NO_REASON\"}".formatted(campaign), 400)
            .<String>read("$.message"))
        .contains("TOO_OLD");
  }

  @Test
  void nobody_gets_them_without_a_key_and_they_are_described_for_openapi()
      throws IOException, InterruptedException {
    HttpResponse<String> keyless =
        http.send(post("{}").build(), HttpResponse.BodyHandlers.ofString());
    HttpRequest docs = HttpRequest.newBuilder(service.endpoint().resolve("/v3/api-docs"))
        .header("Authorization", service.basicAuthorization())
        .build();
    String described = http.send(docs, HttpResponse.BodyHandlers.ofString()).body();

    assertThat(keyless.statusCode()).isEqualTo(403);
    assertThat(JsonPath.parse(described).<Map<String, Object>>read("$.paths['/blind-spots'].post"))
        .containsKeys("requestBody", "responses");
  }

  private DocumentContext answered(String json, int status)
      throws IOException, InterruptedException {
    HttpRequest request =
        post(json).header("Authorization", service.basicAuthorization()).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonPath.parse(answer.body());
  }

  private HttpRequest.Builder post(String json) {
    return HttpRequest.newBuilder(service.endpoint().resolve("/blind-spots"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }
}
