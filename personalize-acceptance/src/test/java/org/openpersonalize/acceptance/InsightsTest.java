// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.personalize.model.ImportMode;

/** DryRunDatasetImport and GetInsights over HTTP, for which no SDK has a method. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class InsightsTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ServiceProcess service;

  InsightsTest(ServiceProcess service) {
    this.service = service;
  }

  @Test
  void a_file_is_tried_before_it_is_imported_and_its_data_is_looked_at_behind()
      throws IOException, InterruptedException {
    Shop shop = new Shop(service, "insight");
    String interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    List<String> lines = new ArrayList<>(CornerShop.interactions());
    lines.add(3, "u1,i1,buy,31/02/2011");
    String bad = shop.upload("bad.csv", lines);
    String good = shop.upload("good.csv", CornerShop.interactions());

    DocumentContext refused = answered("/imports/dry-run", dryRun(interactions, bad), 200);
    DocumentContext fine = answered("/imports/dry-run", dryRun(interactions, good), 200);
    DocumentContext before = answered("/insights", group(shop), 200);
    shop.importFile(interactions, "insight", ImportMode.FULL, good);
    DocumentContext after = answered("/insights", group(shop), 200);

    assertThat(refused.<List<Object>>read("$.refused[*].line")).containsExactly(4);
    assertThat(refused.<String>read("$.refused[0].value")).isEqualTo("31/02/2011");
    assertThat(refused.<String>read("$.failureReason")).contains("line 4, column TIMESTAMP");
    assertThat(fine.<Map<String, Object>>read("$")).doesNotContainKey("failureReason");
    assertThat(fine.<Integer>read("$.recordsAdded")).isEqualTo(1_200);
    assertThat(before.<List<Integer>>read("$.datasets[*].rows")).containsExactly(0);
    assertThat(before.<List<Boolean>>read("$.recipes[*].ready")).containsOnly(false);
    assertThat(after.<List<Integer>>read("$.datasets[*].rows")).containsExactly(1_200);
    assertThat(after.<Integer>read("$.datasets[0].interactions.returningUsers")).isEqualTo(60);
    assertThat(after.<List<String>>read("$.recipes[?(@.ready == false)].recipeArn"))
        .as("what needs items or actions")
        .containsExactlyInAnyOrder(
            Shop.recipe("aws-hrnn-coldstart"),
            Shop.recipe("aws-semantic-similarity"),
            Shop.recipe("aws-item-attribute-affinity"),
            Shop.recipe("aws-next-best-action"));
  }

  @Test
  void what_does_not_exist_and_what_is_not_said_is_refused()
      throws IOException, InterruptedException {
    String nowhere = "arn:aws:personalize:us-east-1:000000000000:dataset/none/ITEMS";

    assertThat(answered("/imports/dry-run", dryRun(nowhere, "s3://shop/a.csv"), 404)
            .<String>read("$.__type"))
        .isEqualTo("ResourceNotFoundException");
    assertThat(answered("/insights", "{}", 400).<String>read("$.message"))
        .contains("datasetGroupArn");
    assertThat(answered("/imports/none", "{}", 404).<String>read("$.__type"))
        .isEqualTo("UnknownOperationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/imports/dry-run", "/insights"})
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
        .containsEntry("tags", List.of("Data"))
        .containsKeys("requestBody", "responses");
  }

  private static String dryRun(String dataset, String location) {
    return """
        {"datasetArn": "%s", "dataSource": {"dataLocation": "%s"}}
        """.formatted(dataset, location);
  }

  private static String group(Shop shop) {
    return "{\"datasetGroupArn\": \"%s\"}".formatted(shop.groupArn());
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
