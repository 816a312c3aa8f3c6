// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.api.auth.TestSigner;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
    classes = WireTestConfiguration.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "management.endpoints.web.exposure.include=health,prometheus")
@ExtendWith(OutputCaptureExtension.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProtocolTest {
  @LocalServerPort
  private int port;

  @Autowired
  private MeterRegistry registry;

  @Autowired
  private ObjectStore objects;

  private WireClient client;

  @BeforeEach
  void connect() {
    client = new WireClient(port);
  }

  @Test
  void an_answer_of_the_control_plane_is_json_1_1() {
    HttpResponse<String> answer =
        client.call("AmazonPersonalize.CreateDatasetGroup", "{\"name\":\"shop\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo("application/x-amz-json-1.1");
    assertThat(answer.body())
        .isEqualTo(
            "{\"datasetGroupArn\":\"arn:aws:personalize:eu-central-1:000000000000:dataset-group/shop\"}");
  }

  @Test
  void a_time_on_the_wire_is_a_number_of_epoch_seconds() {
    HttpResponse<String> answer = client.call(
        "AmazonPersonalize.DescribeDatasetGroup",
        "{\"datasetGroupArn\":\"" + SampleService.arn("shop") + "\"}");

    assertThat(answer.body())
        .contains("\"creationDateTime\":1542392161.837")
        .contains("\"status\":\"ACTIVE\"");
  }

  @Test
  void every_answer_has_a_request_id_of_its_own() {
    String first = header(client.post("/recommendations", "{}"), "x-amzn-requestid");
    String second = header(client.get("/nowhere"), "x-amzn-requestid");

    assertThat(first).hasSize(36).isNotEqualTo(second);
    assertThat(header(client.get("/actuator/health"), "x-amzn-requestid")).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"name\":", "[]", "null", "name=shop"})
  void malformed_json_is_a_serialization_error(String body) {
    refused(
        client.call("AmazonPersonalize.CreateDatasetGroup", body),
        400,
        "SerializationException",
        "The request body");
    refused(
        client.post("/recommendations", body), 400, "SerializationException", "The request body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AmazonPersonalize.LaunchRocket",
        "CreateDatasetGroup",
        "DynamoDB.CreateDatasetGroup",
        "AmazonPersonalize.GetRecommendations"
      })
  void an_unknown_target_is_an_unknown_operation(String target) {
    refused(client.call(target, "{}"), 400, "UnknownOperationException", "X-Amz-Target must name");
  }

  @Test
  void a_control_plane_call_without_a_target_is_an_unknown_operation() {
    String hash = TestSigner.sha256(new byte[0]);

    refused(
        client.signed("POST", "/", BodyPublishers.noBody(), hash, Map.of()),
        400,
        "UnknownOperationException",
        "X-Amz-Target");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/promotions", "/events/", "/recommendations/x", "/v1/events", "/events;a=b"})
  void an_unknown_path_is_an_unknown_operation(String path) {
    refused(client.post(path, "{}"), 404, "UnknownOperationException", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void a_wrong_method_is_an_unknown_operation(String method) {
    HttpResponse<String> answer = client.send(
        method,
        "/events",
        BodyPublishers.noBody(),
        "Authorization",
        WireClient.basic(),
        "Content-Type",
        "application/json");

    refused(answer, 404, "UnknownOperationException", method + " is not answered at this path");
  }

  @Test
  void a_violation_deep_inside_a_request_is_named_by_its_path() {
    HttpResponse<String> answer = client.post(
        "/events",
        "{\"trackingId\":\"t\",\"sessionId\":\"\",\"eventList\":[{\"eventType\":\"v\",\"sentAt\":1},{\"sentAt\":1}]}");

    refused(
        answer,
        400,
        "InvalidInputException",
        "2 validation errors detected: Value null at 'eventList.2.member.eventType' failed to satisfy constraint: Member must not be null; "
            + "Value '' at 'sessionId' failed to satisfy constraint: Member must have length greater than or equal to 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"numResults\":-1} | 1 validation error detected: Value '-1' at 'numResults' failed to satisfy constraint: Member must have value greater than or equal to 0",
        "{\"filterValues\":{\"k\":5}} | 'filterValues.k' must be a string",
        "{\"campaignArn\":\"shop\"} | 'campaignArn': 'shop' is not an ARN of this service",
        "{\"promotions\":[{\"name\":\"p\"}]} | 'promotions' is not served by this version of Open Personalize; leave it out. See docs/compatibility.md.",
      })
  void what_does_not_fit_is_an_invalid_input(String json, String sentence) {
    refused(client.post("/recommendations", json), 400, "InvalidInputException", sentence);
  }

  @Test
  void a_long_value_is_abbreviated_in_its_error() {
    HttpResponse<String> answer =
        client.post("/recommendations", "{\"userId\":\"" + "x".repeat(100_000) + "\"}");

    refused(answer, 400, "InvalidInputException", "1 validation error detected: Value 'xxx");
    assertThat(answer.body().length()).isLessThan(400);
  }

  @Test
  void a_list_that_is_too_long_is_not_repeated() {
    String items = "{\"itemId\":\"secretive\"},".repeat(11);
    HttpResponse<String> answer = client.post(
        "/items",
        "{\"datasetArn\":\"%s\",\"items\":[%s]}"
            .formatted(SampleService.arn("d"), items.substring(0, items.length() - 1)));

    refused(
        answer,
        400,
        "InvalidInputException",
        "1 validation error detected: Value at 'items' failed to satisfy constraint: Member must have length less than or equal to 10");
  }

  @Test
  void a_value_of_a_map_is_named_by_its_key() {
    HttpResponse<String> answer = client.post(
        "/recommendations", "{\"filterValues\":{\"genre\":\"" + "x".repeat(1001) + "\"}}");

    assertThat(answer.body())
        .contains(
            "at 'filterValues.genre' failed to satisfy constraint: Member must have length less than or equal to 1000");
  }

  @Test
  void a_bug_is_an_internal_failure_that_tells_nothing_but_is_logged_with_its_id(
      CapturedOutput output) {
    HttpResponse<String> answer = client.post("/recommendations", "{\"userId\":\"bug\"}");

    refused(
        answer,
        500,
        "InternalFailure",
        "The request failed for a reason that is in the server's log");
    assertThat(answer.body()).doesNotContain("hunter2");
    assertThat(output)
        .contains("hunter2")
        .contains("Request " + header(answer, "x-amzn-requestid") + " failed");
  }

  @Test
  void a_refusal_is_found_in_what_wraps_it() {
    refused(
        client.post("/recommendations", "{\"userId\":\"wrapped\"}"),
        400,
        "InvalidInputException",
        "The reason");
  }

  @Test
  void a_body_beyond_the_limit_is_refused_before_it_is_parsed() {
    String huge = " ".repeat((4 << 20) - 2) + "{}";

    assertThat(client.post("/recommendations", huge).statusCode()).isEqualTo(200);
    refused(
        client.post("/recommendations", huge + " "),
        413,
        "RequestEntityTooLargeException",
        "The request body is longer than 4194304 bytes");
  }

  @Test
  void a_chunked_body_beyond_the_limit_is_refused_too() {
    byte[] huge = new byte[(4 << 20) + 1];
    HttpResponse<String> answer = client.send(
        "POST",
        "/recommendations",
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge)),
        "Authorization",
        WireClient.basic(),
        "Content-Type",
        "application/json");

    refused(answer, 413, "RequestEntityTooLargeException", "The request body is longer");
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 100, {}", "Transfer-Encoding: chunked, these are no chunks"})
  void a_body_that_is_not_what_its_headers_say_is_a_bad_request_and_no_failure_of_ours(
      String header, String body, CapturedOutput output) throws IOException {
    assertThat(raw("/recommendations", header, body)).startsWith("HTTP/1.1 400");
    assertThat(raw("/uploads/" + bucket() + "/half.csv", header, body)).startsWith("HTTP/1.1 400");
    assertThat(output).doesNotContain("ERROR");
  }

  @Test
  void an_outage_is_answered_as_one_and_logged(CapturedOutput output) {
    HttpResponse<String> answer =
        client.post("/recommendations", "{\"userId\":\"SERVICE_UNAVAILABLE\"}");

    refused(answer, 503, "ServiceUnavailableException", "As asked");
    assertThat(output)
        .contains("Request " + header(answer, "x-amzn-requestid") + " was not served");
  }

  @Test
  void requests_are_timed_by_operation_status_and_error() {
    long before = count("GetRecommendations", "404", "ResourceNotFoundException");

    client.post("/recommendations", "{\"userId\":\"RESOURCE_NOT_FOUND\"}");

    // The answer may reach the client a moment before it is counted.
    await()
        .until(() -> count("GetRecommendations", "404", "ResourceNotFoundException") == before + 1);
  }

  @Test
  void what_a_client_makes_up_never_becomes_a_tag() {
    client.call("AmazonPersonalize.MadeUp", "{}");
    client.post("/made-up", "{}");

    await().until(() -> count("unknown", "400", "UnknownOperationException") > 0);
    await().until(() -> count("unknown", "404", "UnknownOperationException") > 0);
    assertThat(registry.find("personalize.requests").timers())
        .extracting(timer -> timer.getId().getTag("operation"))
        .doesNotContain("MadeUp", "made-up");
  }

  @Test
  void prometheus_reads_the_latency_buckets_with_a_key() {
    client.post("/recommendations", "{\"userId\":\"u\"}");

    await().until(() -> count("GetRecommendations", "200", "none") > 0);
    assertThat(client
            .get("/actuator/prometheus", "Authorization", WireClient.basic())
            .body())
        .contains(
            "personalize_requests_seconds_bucket{error=\"none\",operation=\"GetRecommendations\",status=\"200\",le=\"0.001\"}")
        .contains("le=\"10.0\"");
  }

  private String bucket() throws IOException {
    objects.createBucket("half-sent");
    return "half-sent";
  }

  /** Everything the service answers to a body that the sender then ends. */
  private String raw(String path, String header, String body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      String request =
          "%s %s HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nConnection: close\r\nAuthorization: %s\r\n%s\r\n\r\n%s"
              .formatted(
                  path.startsWith("/uploads") ? "PUT" : "POST",
                  path,
                  WireClient.basic(),
                  header,
                  body);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private long count(String operation, String status, String error) {
    Timer timer = registry
        .find("personalize.requests")
        .tags("operation", operation, "status", status, "error", error)
        .timer();
    return timer == null ? 0 : timer.count();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private static void refused(
      HttpResponse<String> answer, int status, String type, String message) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo(type);
    assertThat(answer.body())
        .startsWith(
            "{\"__type\":\"%s\",\"message\":\"%s".formatted(type, message.replace("\\", "\\\\")));
  }
}
