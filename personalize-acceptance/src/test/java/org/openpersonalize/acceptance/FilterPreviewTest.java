// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/** PreviewFilter and ReplaceFilter over HTTP, for which no SDK has a method. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FilterPreviewTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ServiceProcess service;
  private ServiceProcess other;

  FilterPreviewTest(ServiceProcess service) {
    this.service = service;
  }

  @AfterEach
  void close() throws IOException {
    if (other != null) {
      other.close();
    }
  }

  @Test
  void a_filter_is_tried_on_what_was_asked_and_replaced_for_all_nodes()
      throws IOException, InterruptedException {
    Shop shop = new Shop(service, "previewed");
    String interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    String items = shop.createDataset("items", CornerShop.ITEM_PRICES);
    shop.importFile(
        interactions,
        "previewed-interactions",
        ImportMode.FULL,
        shop.upload("interactions.csv", CornerShop.interactions()));
    shop.importFile(
        items, "previewed-items", ImportMode.FULL, shop.upload("items.csv", CornerShop.items()));
    String solution = shop.createSolution("previewed", "aws-user-personalization");
    String campaign = shop.deploy(
        "previewed", shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn());
    String dear = shop.createFilter("dear", "INCLUDE ItemID WHERE Items.PRICE > 19");
    other = service.startGatewayBeside();
    PersonalizeRuntimeClient there = other.runtime();
    assertThat(recommended(shop.runtime, campaign, dear)).hasSize(25);
    assertThat(recommended(there, campaign, dear)).hasSize(25);

    String stricter = "INCLUDE ItemID WHERE Items.PRICE > 56";
    String question = """
        {"datasetGroupArn": "%s", "campaignArn": "%s", "filterArn": "%s", "filterExpression": "%s"}
        """.formatted(shop.groupArn(), campaign, dear, stricter);
    await("both nodes have recorded what they were asked")
        .until(() -> answered("/filters/preview", question, 200)
            .<Integer>read("$.replay.requests")
            .equals(2));
    DocumentContext preview = answered("/filters/preview", question, 200);
    assertThat(preview.<List<String>>read("$.columns")).containsExactly("Items.PRICE");
    assertThat(preview.<Integer>read("$.items.kept")).isEqualTo(3);
    assertThat(preview.<Integer>read("$.items.total")).isEqualTo(60);
    assertThat(preview.<Integer>read("$.replay.before.fullLists")).isEqualTo(2);
    assertThat(preview.<Integer>read("$.replay.after.fullLists")).isZero();
    assertThat(preview.<Integer>read("$.replay.after.itemsNeverShown")).isEqualTo(57);
    assertThat(preview.<List<Object>>read("$.replay.shortestLists[*].items")).containsExactly(3);
    assertThat(recommended(shop.runtime, campaign, dear)).hasSize(25);

    answered("/filters/replace", """
        {"filterArn": "%s", "filterExpression": "%s"}
        """.formatted(dear, stricter), 200);
    for (PersonalizeRuntimeClient node : List.of(shop.runtime, there)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(recommended(node, campaign, dear))
              .containsExactlyInAnyOrder("i57", "i58", "i59"));
    }
  }

  private static List<String> recommended(
      PersonalizeRuntimeClient node, String campaign, String filter) {
    return node
        .getRecommendations(
            request -> request.campaignArn(campaign).userId("u2").filterArn(filter))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/filters/preview", "/filters/replace"})
  void nobody_gets_one_without_a_key_and_it_is_described_for_openapi(String path)
      throws IOException, InterruptedException {
    HttpResponse<String> keyless =
        http.send(post(path, "{}").build(), HttpResponse.BodyHandlers.ofString());
    HttpRequest docs = HttpRequest.newBuilder(service.endpoint().resolve("/v3/api-docs"))
        .header("Authorization", service.basicAuthorization())
        .build();
    String described = http.send(docs, HttpResponse.BodyHandlers.ofString()).body();

    assertThat(keyless.statusCode()).isEqualTo(403);
    assertThat(JsonPath.parse(described)
            .<Map<String, Object>>read("$.paths['%s'].post".formatted(path)))
        .containsKeys("requestBody", "responses");
  }

  private DocumentContext answered(String path, String json, int status)
      throws IOException, InterruptedException {
    HttpRequest request =
        post(path, json).header("Authorization", service.basicAuthorization()).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonPath.parse(answer.body());
  }

  private HttpRequest.Builder post(String path, String json) {
    return HttpRequest.newBuilder(service.endpoint().resolve(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }
}
