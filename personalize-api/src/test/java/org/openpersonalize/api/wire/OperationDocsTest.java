// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(classes = WireTestConfiguration.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@DisplayNameGeneration(ReplaceUnderscores.class)
class OperationDocsTest {
  @LocalServerPort
  private int port;

  private WireClient client;

  @BeforeEach
  void connect() {
    client = new WireClient(port);
  }

  @Test
  void the_rest_operations_and_the_upload_are_described_and_nothing_else() {
    Map<String, Map<String, Object>> paths = docs().read("$.paths");

    assertThat(paths.keySet())
        .containsExactlyInAnyOrder(
            "/events", "/items", "/recommendations", "/uploads/{bucket}/{key}");
    assertThat(paths.get("/events").keySet()).containsExactly("post");
    assertThat(paths.get("/uploads/{bucket}/{key}").keySet()).containsExactly("put");
  }

  @Test
  void a_request_is_described_with_its_limits() {
    DocumentContext docs = docs();

    assertThat(docs.<List<String>>read("$.components.schemas.PutEvents.required"))
        .containsExactlyInAnyOrder("trackingId", "sessionId", "eventList");
    assertThat(
            docs.<Map<String, Object>>read("$.components.schemas.PutEvents.properties.eventList"))
        .containsEntry("minItems", 1)
        .containsEntry("maxItems", 10);
    assertThat(
            docs.<Map<String, Object>>read("$.components.schemas.PutEvents.properties.sessionId"))
        .containsEntry("type", "string")
        .containsEntry("maxLength", 256);
    assertThat(docs.<String>read(
            "$.paths['/events'].post.requestBody.content['application/json'].schema['$ref']"))
        .isEqualTo("#/components/schemas/PutEvents");
  }

  @Test
  void times_and_arns_are_described_as_the_wire_spells_them() {
    DocumentContext docs = docs();

    assertThat(docs.<String>read("$.components.schemas.Event.properties.sentAt.type"))
        .isEqualTo("number");
    assertThat(docs.<String>read("$.components.schemas.PutItems.properties.datasetArn.type"))
        .isEqualTo("string");
  }

  @Test
  void an_answer_and_an_error_are_described() {
    DocumentContext docs = docs();

    assertThat(docs.<Map<String, Object>>read(
            "$.components.schemas.GetRecommendationsResponse.properties"))
        .containsOnlyKeys("itemList", "recommendationId");
    assertThat(docs.<Map<String, Object>>read("$.components.schemas.Envelope.properties"))
        .containsOnlyKeys("__type", "message");
  }

  @Test
  void the_key_is_asked_for_as_http_basic() {
    assertThat(docs().<String>read("$.components.securitySchemes.basic.scheme")).isEqualTo("basic");
    assertThat(docs().<List<Object>>read("$.security")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"events", "items", "recommendations"})
  void an_example_is_a_request_that_is_answered(String path) {
    Object example = docs()
        .read(
            "$.paths['/%s'].post.requestBody.content['application/json'].example".formatted(path));

    assertThat(client.post("/" + path, JsonPath.parse(example).jsonString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void the_user_interface_comes_from_the_jar() {
    String page = client
        .get("/swagger-ui/index.html", "Authorization", WireClient.basic())
        .body();

    assertThat(page).contains("swagger-ui-bundle.js").doesNotContain("https://");
  }

  private DocumentContext docs() {
    return JsonPath.parse(
        client.get("/v3/api-docs", "Authorization", WireClient.basic()).body());
  }
}
