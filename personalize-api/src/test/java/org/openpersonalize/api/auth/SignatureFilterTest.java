// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.api.wire.WireClient;
import org.openpersonalize.api.wire.WireTestConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who is let in where; the Signature's own rules are in {@link SignatureVerifierTest}. */
@SpringBootTest(
    classes = WireTestConfiguration.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "management.endpoints.web.exposure.include=health,prometheus")
@DisplayNameGeneration(ReplaceUnderscores.class)
class SignatureFilterTest {
  private static final String JSON = "application/json";

  @LocalServerPort
  private int port;

  private WireClient client;

  @BeforeEach
  void connect() {
    client = new WireClient(port);
  }

  @Test
  void basic_opens_an_operation_with_a_json_body() {
    assertThat(client.post("/recommendations", "{}").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        JSON,
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/x-amz-json-1.1"
      })
  void json_has_several_spellings(String contentType) {
    assertThat(recommend(WireClient.basic(), contentType).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain;application/json",
        "application/jsonp"
      })
  void what_a_foreign_page_can_send_unasked_is_refused(String contentType) {
    refused(recommend(WireClient.basic(), contentType), 403, "AccessDeniedException");
  }

  @Test
  void a_body_without_a_type_is_refused_with_basic() {
    HttpResponse<String> answer = client.send(
        "POST",
        "/recommendations",
        BodyPublishers.ofString("{}"),
        "Authorization",
        WireClient.basic());

    refused(answer, 403, "AccessDeniedException");
  }

  @Test
  void the_control_plane_is_closed_to_basic() {
    HttpResponse<String> answer = client.send(
        "POST",
        "/",
        BodyPublishers.ofString("{}"),
        "Authorization",
        WireClient.basic(),
        "Content-Type",
        "application/x-amz-json-1.1",
        "X-Amz-Target",
        "AmazonPersonalize.ListDatasetGroups");

    refused(answer, 403, "MissingAuthenticationTokenException");
  }

  @Test
  void a_wrong_secret_or_key_is_refused_without_saying_which() {
    HttpResponse<String> wrongSecret =
        recommend(WireClient.basic(TestSigner.KEY_ID, "guess"), JSON);
    HttpResponse<String> wrongKey = recommend(WireClient.basic("guess", TestSigner.SECRET), JSON);

    refused(wrongSecret, 403, "UnrecognizedClientException");
    refused(wrongKey, 403, "UnrecognizedClientException");
    assertThat(wrongSecret.body()).isEqualTo(wrongKey.body()).doesNotContain("guess");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic ???", "Bearer token", "AWS4-HMAC-SHA256", "Basic"})
  void credentials_that_cannot_be_read_are_incomplete(String authorization) {
    refused(recommend(authorization, JSON), 400, "IncompleteSignatureException");
  }

  @Test
  void two_sets_of_credentials_are_incomplete() {
    HttpResponse<String> answer = client.send(
        "POST",
        "/recommendations",
        BodyPublishers.ofString("{}"),
        "Authorization",
        WireClient.basic(),
        "Authorization",
        WireClient.basic());

    refused(answer, 400, "IncompleteSignatureException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/recommendations", "/events", "/uploads/bucket/key", "/made-up", "/error"})
  void nothing_is_posted_without_a_key(String path) {
    HttpResponse<String> answer = client.send("POST", path, BodyPublishers.ofString("{}"));

    refused(answer, 403, "MissingAuthenticationTokenException");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @Test
  void health_needs_no_key_and_tells_the_status_alone() {
    HttpResponse<String> answer = client.get("/actuator/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void health_tells_more_to_who_shows_a_key_and_refuses_a_wrong_one() {
    assertThat(
            client.get("/actuator/health", "Authorization", WireClient.basic()).body())
        .contains("\"components\":{");
    assertThat(client
            .get("/actuator/health", "Authorization", WireClient.basic(TestSigner.KEY_ID, "guess"))
            .statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/prometheus",
        "/actuator/health/liveness",
        "/actuator/health/../prometheus",
        "/v3/api-docs",
        "/v3/api-docs.yaml",
        "/swagger-ui.html",
        "/swagger-ui/index.html",
        "/webjars/x.js"
      })
  void a_page_asks_for_the_key(String path) {
    HttpResponse<String> answer = client.get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Basic realm=");
    assertThat(answer.body()).isEmpty();
  }

  /** There is no console here, so that whoever gets past the filter finds nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/console", "/console/campaigns", "/console/a/../../recommendations"})
  void the_console_is_left_to_its_own_sign_in(String path) {
    HttpResponse<String> answer = client.get(path);

    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
        .hasValue("UnknownOperationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/consoles", "/Console", "/put-events/../console", "//console", "/x/console"})
  void nothing_else_passes_for_the_console(String path) {
    assertThat(client.send("POST", path, BodyPublishers.ofString("{}")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_page_opens_with_basic_and_asks_again_after_a_wrong_secret() {
    assertThat(client
            .get("/actuator/prometheus", "Authorization", WireClient.basic())
            .statusCode())
        .isEqualTo(200);
    assertThat(client
            .get(
                "/actuator/prometheus",
                "Authorization",
                WireClient.basic(TestSigner.KEY_ID, "guess"))
            .statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/loggers", "/webjars/x.js"})
  void a_page_is_only_read_with_basic(String path) {
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      HttpResponse<String> answer = client.send(
          method,
          path,
          BodyPublishers.ofString("{}"),
          "Authorization",
          WireClient.basic(),
          "Content-Type",
          JSON);

      refused(answer, 403, "AccessDeniedException");
    }
  }

  @Test
  void an_operation_opens_with_a_signature_that_has_no_payload_header() {
    HttpResponse<String> answer = sign("{\"userId\":\"u\"}", "{\"userId\":\"u\"}", Map.of());

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void a_payload_header_must_be_the_hash_of_the_body() {
    String hash = TestSigner.sha256("{}".getBytes(UTF_8));

    assertThat(sign("{}", "{}", Map.of("x-amz-content-sha256", hash)).statusCode())
        .isEqualTo(200);
    refused(
        sign("{ }", "{}", Map.of("x-amz-content-sha256", hash)), 403, "InvalidSignatureException");
  }

  @Test
  void the_body_of_an_operation_cannot_be_left_unsigned() {
    HttpResponse<String> answer = client.signed(
        "POST",
        "/recommendations",
        BodyPublishers.ofString("{}"),
        "UNSIGNED-PAYLOAD",
        Map.of("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));

    refused(answer, 403, "InvalidSignatureException");
  }

  @Test
  void a_body_changed_on_its_way_is_refused() {
    refused(
        sign("{\"userId\":\"v\"}", "{\"userId\":\"u\"}", Map.of()),
        403,
        "InvalidSignatureException");
  }

  private HttpResponse<String> recommend(String authorization, String contentType) {
    return client.send(
        "POST",
        "/recommendations",
        BodyPublishers.ofString("{}"),
        "Authorization",
        authorization,
        "Content-Type",
        contentType);
  }

  private HttpResponse<String> sign(String sent, String signed, Map<String, String> headers) {
    return client.signed(
        "POST",
        "/recommendations",
        BodyPublishers.ofString(sent),
        TestSigner.sha256(signed.getBytes(UTF_8)),
        headers);
  }

  private static void refused(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains(type);
    assertThat(answer.body()).startsWith("{\"__type\":\"" + type + "\",\"message\":\"");
  }
}
