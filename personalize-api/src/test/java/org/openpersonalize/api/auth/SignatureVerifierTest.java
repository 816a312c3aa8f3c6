// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.springframework.mock.web.MockHttpServletRequest;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SignatureVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final byte[] BODY = "{\"name\":\"shop\"}".getBytes(UTF_8);

  private final SignatureVerifier verifier = new SignatureVerifier(
      new AccessKeys(TestSigner.KEY_ID, TestSigner.SECRET),
      Clock.fixed(NOW, ZoneOffset.UTC),
      "personalize");

  /** The published test suite of Signature V4, whose service is called "service" and signs paths once. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "get-vanilla | GET | / | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "post-vanilla | POST | / | | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "get-slash-dot-slash | GET | /./ | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-relative | GET | /example/.. | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slashes | GET | //example// | | 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        "get-unreserved | GET | /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz | | 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "get-space | GET | /example space/ | | 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "get-utf8 | GET | /\u1234 | | 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "get-vanilla-query-order-key-case | GET | / | Param2=value2&Param1=value1 | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
      })
  void the_published_vectors_verify(
      String name, String method, String path, String query, String signature) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    request.setQueryString(query);
    request.addHeader("Host", "example.amazonaws.com");
    request.addHeader("X-Amz-Date", "20150830T123600Z");

    assertThatCode(() -> verifyVector(request, "host;x-amz-date", signature))
        .doesNotThrowAnyException();
  }

  @Test
  void blanks_in_header_values_are_trimmed_and_collapsed() {
    MockHttpServletRequest request = vanilla();
    request.addHeader("My-Header1", " value1");
    request.addHeader("My-Header2", " \"a   b   c\"");

    assertThatCode(() -> verifyVector(
            request,
            "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"))
        .doesNotThrowAnyException();
  }

  @Test
  void a_header_sent_several_times_is_signed_in_the_order_it_came() {
    MockHttpServletRequest request = vanilla();
    List.of("value4", "value1", "value3", "value2")
        .forEach(value -> request.addHeader("My-Header1", value));

    assertThatCode(() -> verifyVector(
            request,
            "host;my-header1;x-amz-date",
            "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"))
        .doesNotThrowAnyException();
  }

  @Test
  void an_encoded_path_is_encoded_once_more() {
    assertThat(CanonicalRequest.path("/uploads/b/a%20b%C3%A4.csv"))
        .isEqualTo("/uploads/b/a%2520b%25C3%25A4.csv");
  }

  @Test
  void the_query_is_sorted_by_name_and_then_by_value() {
    assertThat(CanonicalRequest.query("b=2&a-b=1&a=2&a=1&c&")).isEqualTo("a=1&a=2&a-b=1&b=2&c=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "cn-north-1", "here"})
  void any_region_is_accepted(String region) {
    assertThatCode(() -> verify(signed(signer(region, "personalize")), BODY))
        .doesNotThrowAnyException();
  }

  @Test
  void another_service_is_refused() {
    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The credential is scoped to service 's3'",
        () -> verify(signed(signer("eu-central-1", "s3")), BODY));
  }

  @Test
  void an_unknown_key_is_refused() {
    TestSigner stranger =
        new TestSigner("AKIASTRANGER", TestSigner.SECRET, "eu-central-1", "personalize");

    refuses(
        ErrorCode.UNRECOGNIZED_CLIENT, "The access key id", () -> verify(signed(stranger), BODY));
  }

  @Test
  void a_wrong_secret_is_refused() {
    TestSigner forger = new TestSigner(TestSigner.KEY_ID, "guess", "eu-central-1", "personalize");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The request signature does not match",
        () -> verify(signed(forger), BODY));
  }

  @Test
  void a_changed_body_is_refused() {
    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The request signature does not match",
        () -> verify(signed(TestSigner.ROOT), "{\"name\":\"shoq\"}".getBytes(UTF_8)));
  }

  @Test
  void a_changed_path_is_refused() {
    MockHttpServletRequest request = signed(TestSigner.ROOT);
    request.setRequestURI("/items");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The request signature does not match",
        () -> verify(request, BODY));
  }

  @Test
  void a_changed_method_is_refused() {
    MockHttpServletRequest request = signed(TestSigner.ROOT);
    request.setMethod("PUT");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The request signature does not match",
        () -> verify(request, BODY));
  }

  @Test
  void an_added_query_is_refused() {
    MockHttpServletRequest request = signed(TestSigner.ROOT);
    request.setQueryString("a=b");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The request signature does not match",
        () -> verify(request, BODY));
  }

  @Test
  void a_changed_header_is_refused() {
    MockHttpServletRequest request = signed(TestSigner.ROOT);
    request.removeHeader("Content-Type");
    request.addHeader("Content-Type", "text/plain");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The request signature does not match",
        () -> verify(request, BODY));
  }

  @Test
  void a_header_sent_twice_where_one_was_signed_is_refused() {
    MockHttpServletRequest request = signed(TestSigner.ROOT);
    request.addHeader("X-Amz-Target", "AmazonPersonalize.DeleteCampaign");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The request signature does not match",
        () -> verify(request, BODY));
  }

  @Test
  void a_signed_header_that_did_not_arrive_is_named() {
    MockHttpServletRequest request = signed(TestSigner.ROOT);
    request.removeHeader("Content-Type");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The signed header 'content-type' did not arrive",
        () -> verify(request, BODY));
  }

  @Test
  void an_operation_named_outside_the_signature_is_refused() {
    Map<String, String> headers = headers();
    headers.remove("x-amz-target");
    MockHttpServletRequest request = signed(TestSigner.ROOT, headers);
    request.addHeader("X-Amz-Target", "AmazonPersonalize.DeleteCampaign");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The header 'x-amz-target' must be among the signed headers",
        () -> verify(request, BODY));
  }

  @Test
  void an_unsigned_host_is_refused() {
    Map<String, String> headers = headers();
    headers.remove("host");

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The header 'host' must be among the signed headers",
        () -> verify(signed(TestSigner.ROOT, headers), BODY));
  }

  @Test
  void a_request_without_a_date_is_incomplete() {
    MockHttpServletRequest request = signed(TestSigner.ROOT);
    request.removeHeader("x-amz-date");

    refuses(
        ErrorCode.INCOMPLETE_SIGNATURE,
        "The request has no x-amz-date header",
        () -> verify(request, BODY));
  }

  @ParameterizedTest
  @ValueSource(longs = {-15 * 60, -60, 0, 60, 15 * 60})
  void a_clock_may_be_a_quarter_of_an_hour_off(long seconds) {
    assertThatCode(() -> verify(signed(TestSigner.ROOT, headersAt(NOW.plusSeconds(seconds))), BODY))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {-15 * 60 - 1, 15 * 60 + 1, -86_400, 86_400 * 365})
  void a_request_signed_at_another_time_has_expired(long seconds) {
    refuses(
        ErrorCode.REQUEST_EXPIRED,
        "The request was signed at",
        () -> verify(signed(TestSigner.ROOT, headersAt(NOW.plusSeconds(seconds))), BODY));
  }

  @Test
  void the_scope_must_be_of_the_day_of_the_date() {
    MockHttpServletRequest request =
        signed(TestSigner.ROOT, headersAt(NOW.minus(Duration.ofDays(1))));
    request.removeHeader("x-amz-date");
    request.addHeader("x-amz-date", TestSigner.date(NOW));

    refuses(
        ErrorCode.INVALID_SIGNATURE,
        "The credential's date 20261122 is not the day",
        () -> verify(request, BODY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AWS4-HMAC-SHA256",
        "Bearer token",
        "AWS4-HMAC-SHA256 Credential=AKID/20261123/r/personalize/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=AKID/20261123/personalize/aws4_request, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKID/20261123/r/personalize/aws4, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKID/20261123/r/personalize/aws4_request, SignedHeaders=Host, Signature=00"
      })
  void a_header_that_lacks_a_part_is_incomplete(String header) {
    refuses(
        ErrorCode.INCOMPLETE_SIGNATURE,
        "The Authorization header must read",
        () -> Signature.parse(header));
  }

  private void verify(MockHttpServletRequest request, byte[] body) {
    Signature signature = Signature.parse(String.valueOf(request.getHeader("Authorization")));
    verifier.checkScope(request, signature);
    verifier.checkSignature(request, signature, TestSigner.sha256(body));
  }

  private static void verifyVector(
      MockHttpServletRequest request, String headers, String signature) {
    new SignatureVerifier(
            new AccessKeys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            Clock.systemUTC(),
            "service")
        .checkSignature(
            request,
            Signature.parse(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                    + "SignedHeaders=%s, Signature=%s".formatted(headers, signature)),
            TestSigner.sha256(new byte[0]));
  }

  private static MockHttpServletRequest vanilla() {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
    request.addHeader("Host", "example.amazonaws.com");
    request.addHeader("X-Amz-Date", "20150830T123600Z");
    return request;
  }

  private static TestSigner signer(String region, String service) {
    return new TestSigner(TestSigner.KEY_ID, TestSigner.SECRET, region, service);
  }

  private static MockHttpServletRequest signed(TestSigner signer) {
    return signed(signer, headers());
  }

  private static MockHttpServletRequest signed(TestSigner signer, Map<String, String> headers) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/events");
    headers.forEach(request::addHeader);
    request.addHeader(
        "Authorization", signer.authorization("POST", "/events", headers, TestSigner.sha256(BODY)));
    return request;
  }

  private static Map<String, String> headers() {
    return headersAt(NOW);
  }

  private static Map<String, String> headersAt(Instant time) {
    return new TreeMap<>(Map.of(
        "content-type", "application/x-amz-json-1.1",
        "host", "localhost:8080",
        "x-amz-date", TestSigner.date(time),
        "x-amz-security-token", "a-session-token",
        "x-amz-target", "AmazonPersonalize.CreateCampaign"));
  }

  private static void refuses(ErrorCode code, String sentence, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            PersonalizeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(sentence);
  }
}
