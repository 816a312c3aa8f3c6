// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.api.wire.WireClient;
import org.openpersonalize.api.wire.WireTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What a browser does for a page of another site, and what it then lets the page read. */
@SpringBootTest(
    classes = WireTestConfiguration.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "management.endpoints.web.exposure.include=health,prometheus")
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrossOriginTest {
  private static final String SHOP = "https://shop.example";
  private static final String SDK_HEADERS =
      "authorization,content-type,x-amz-content-sha256,x-amz-date,x-amz-user-agent";

  @LocalServerPort
  private int port;

  @Autowired
  private MeterRegistry registry;

  private WireClient client;

  @BeforeEach
  void connect() {
    client = new WireClient(port);
  }

  @ParameterizedTest
  @CsvSource({
    "/, POST",
    "/events, POST",
    "/items, POST",
    "/users, POST",
    "/recommendations, POST",
    "/personalize-ranking, POST",
    "/promotions, POST",
    "/uploads/personalize/interactions.csv, PUT"
  })
  void a_browser_that_asks_without_a_key_may_send_what_it_asks_for(String path, String method) {
    HttpResponse<String> answer = ask(client, SHOP, path, method);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo(method);
    assertThat(header(answer, "Access-Control-Allow-Headers").split(", *"))
        .containsExactlyInAnyOrder(SDK_HEADERS.split(","));
    assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("86400");
    assertThat(header(answer, "x-amzn-requestid")).hasSize(36);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void a_signed_answer_is_readable_with_its_request_id() {
    HttpResponse<String> answer = sign("{\"userId\":\"u\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    readable(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "RESOURCE_NOT_FOUND, 404, ResourceNotFoundException",
    "INVALID_INPUT, 400, InvalidInputException",
    "bug, 500, InternalFailure"
  })
  void an_error_is_readable_with_its_type(String user, int status, String type) {
    HttpResponse<String> answer = sign("{\"userId\":\"%s\"}".formatted(user));

    refused(answer, status, type);
    readable(answer);
  }

  @Test
  void what_is_refused_before_it_is_an_operation_is_readable_too() {
    HttpResponse<String> withoutKey =
        send("POST", "/recommendations", "{}", "Content-Type", "application/json");
    HttpResponse<String> wrongKey = send(
        "POST", "/events", "{}", "Authorization", WireClient.basic(TestSigner.KEY_ID, "guess"));
    HttpResponse<String> wrongPath = send(
        "POST",
        "/promotions",
        "{}",
        "Content-Type",
        "application/json",
        "Authorization",
        WireClient.basic());
    HttpResponse<String> wrongMethod = send(
        "GET",
        "/events",
        "{}",
        "Content-Type",
        "application/json",
        "Authorization",
        WireClient.basic());
    HttpResponse<String> tooLong = send(
        "POST",
        "/recommendations",
        " ".repeat((4 << 20) + 1),
        "Content-Type",
        "application/json",
        "Authorization",
        WireClient.basic());
    HttpResponse<String> noBucket =
        send("PUT", "/uploads/nowhere/x", "", "Authorization", WireClient.basic());

    refused(withoutKey, 403, "MissingAuthenticationTokenException");
    refused(wrongKey, 403, "UnrecognizedClientException");
    refused(wrongPath, 404, "UnknownOperationException");
    refused(wrongMethod, 404, "UnknownOperationException");
    refused(tooLong, 413, "RequestEntityTooLargeException");
    refused(noBucket, 404, "ResourceNotFoundException");
    for (var answer : List.of(withoutKey, wrongKey, wrongPath, wrongMethod, tooLong, noBucket)) {
      readable(answer);
    }
  }

  /** The browser then sends no login, whatever the page wishes, and Basic needs the JSON type that makes it ask. */
  @Test
  void a_login_that_the_browser_remembers_is_never_asked_for() {
    HttpResponse<String> asked = ask(client, SHOP, "/recommendations", "POST");
    HttpResponse<String> unasked = send(
        "POST",
        "/recommendations",
        "{}",
        "Content-Type",
        "text/plain",
        "Authorization",
        WireClient.basic());

    assertThat(asked.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    refused(unasked, 403, "AccessDeniedException");
    readable(unasked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/health",
        "/actuator/prometheus",
        "/console",
        "/swagger-ui/index.html",
        "/v3/api-docs"
      })
  void pages_are_not_for_other_sites(String path) {
    untold(ask(client, SHOP, path, "GET"));
    untold(send("GET", path, "", "Authorization", WireClient.basic()));
  }

  @Test
  void the_root_is_an_api_to_who_posts_and_a_page_to_who_looks() {
    assertThat(header(send("POST", "/", "{}"), "Access-Control-Allow-Origin")).isEqualTo("*");
    untold(send("GET", "/", "", "Authorization", WireClient.basic()));
  }

  @Test
  void without_an_origin_nothing_is_added() {
    untold(client.post("/recommendations", "{}"));
  }

  @Test
  void a_question_is_not_counted_as_a_request() {
    long before = recommendations();

    ask(client, SHOP, "/recommendations", "POST");
    sign("{}");

    await().until(() -> recommendations() > before);
    assertThat(recommendations()).isEqualTo(before + 1);
  }

  @Nested
  @TestPropertySource(
      properties = "personalize.cors.allowed-origins=https://shop.example, http://localhost:3000")
  class With_two_origins_allowed {
    @LocalServerPort
    private int listed;

    @ParameterizedTest
    @ValueSource(strings = {SHOP, "http://localhost:3000"})
    void their_pages_may_call(String origin) {
      HttpResponse<String> answer = ask(new WireClient(listed), origin, "/events", "POST");

      assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(origin);
      assertThat(header(answer, "Vary")).contains("Origin");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
          .isEmpty();
    }

    @Test
    void pages_of_others_may_not() {
      HttpResponse<String> answer =
          ask(new WireClient(listed), "https://other.example", "/events", "POST");

      assertThat(answer.statusCode()).isEqualTo(403);
      untold(answer);
    }
  }

  @Nested
  @TestPropertySource(properties = "personalize.cors.allowed-origins=")
  class With_no_origin_allowed {
    @LocalServerPort
    private int closed;

    @Test
    void a_question_is_a_request_without_a_key() {
      HttpResponse<String> answer = ask(new WireClient(closed), SHOP, "/events", "POST");

      refused(answer, 403, "MissingAuthenticationTokenException");
      untold(answer);
    }
  }

  private static HttpResponse<String> ask(
      WireClient client, String origin, String path, String method) {
    return client.send(
        "OPTIONS",
        path,
        BodyPublishers.noBody(),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        method,
        "Access-Control-Request-Headers",
        SDK_HEADERS);
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Origin";
    all[1] = SHOP;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return client.send(method, path, BodyPublishers.ofString(body), all);
  }

  private HttpResponse<String> sign(String body) {
    return client.signed(
        "POST",
        "/recommendations",
        BodyPublishers.ofString(body),
        TestSigner.sha256(body.getBytes(UTF_8)),
        new TreeMap<>(Map.of("origin", SHOP)));
  }

  private long recommendations() {
    return registry
        .find("personalize.requests")
        .tag("operation", "GetRecommendations")
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static void readable(HttpResponse<String> answer) {
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(answer, "Access-Control-Expose-Headers"))
        .isEqualTo("x-amzn-requestid, x-amzn-errortype, Date");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(header(answer, "x-amzn-requestid")).hasSize(36);
  }

  private static void untold(HttpResponse<String> answer) {
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }

  private static void refused(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo(type);
    assertThat(answer.body()).startsWith("{\"__type\":\"" + type + "\"");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
