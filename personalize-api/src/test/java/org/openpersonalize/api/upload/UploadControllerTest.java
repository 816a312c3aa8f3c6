// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.api.auth.TestSigner;
import org.openpersonalize.api.wire.WireClient;
import org.openpersonalize.api.wire.WireTestConfiguration;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(classes = WireTestConfiguration.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@DisplayNameGeneration(ReplaceUnderscores.class)
class UploadControllerTest {
  private static final String BUCKET = "shop-data";
  private static final byte[] FILE = "USER_ID,ITEM_ID\nu1,i1\n".getBytes(UTF_8);

  @LocalServerPort
  private int port;

  @Autowired
  private ObjectStore objects;

  private WireClient client;

  @BeforeEach
  void prepare() throws IOException {
    client = new WireClient(port);
    objects.createBucket(BUCKET);
    objects.deleteAll(BUCKET, "");
  }

  @Test
  void a_file_is_stored_and_described() throws IOException {
    HttpResponse<String> answer = put("a/interactions.csv", FILE);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"location\":\"s3://shop-data/a/interactions.csv\",\"bytes\":%d,\"sha256\":\"%s\"}"
                .formatted(FILE.length, TestSigner.sha256(FILE)));
    assertThat(stored("a/interactions.csv")).isEqualTo(FILE);
  }

  @Test
  void a_file_of_several_parts_arrives_whole() throws IOException {
    byte[] file = new byte[20 << 20];
    new Random(7).nextBytes(file);

    HttpResponse<String> answer =
        put("large.bin", file, "x-amz-content-sha256", TestSigner.sha256(file));

    assertThat(answer.body()).contains("\"bytes\":20971520", TestSigner.sha256(file));
    assertThat(TestSigner.sha256(stored("large.bin"))).isEqualTo(TestSigner.sha256(file));
  }

  @Test
  void a_chunked_body_is_stored_like_any_other() throws IOException {
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(FILE));

    assertThat(client
            .send(
                "PUT",
                "/uploads/shop-data/chunked.csv",
                chunked,
                "Authorization",
                WireClient.basic())
            .statusCode())
        .isEqualTo(200);
    assertThat(stored("chunked.csv")).isEqualTo(FILE);
  }

  @Test
  void the_answer_is_json_whatever_the_client_would_rather_have() {
    HttpResponse<String> answer = put("any.csv", FILE, "Accept", "application/xml");

    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body()).startsWith("{\"location\":");
  }

  @Test
  void an_empty_file_is_a_file() throws IOException {
    assertThat(put("empty.csv", new byte[0]).body()).contains("\"bytes\":0");
    assertThat(stored("empty.csv")).isEmpty();
  }

  @Test
  void a_key_may_hold_what_must_be_encoded_in_a_path() throws IOException {
    assertThat(put("2026%20sp%C3%A4t%2Bmore.csv", FILE).body())
        .contains("s3://shop-data/2026 spät+more.csv");
    assertThat(stored("2026 spät+more.csv")).isEqualTo(FILE);
  }

  @Test
  void a_signed_upload_is_stored_if_its_hash_is_right() throws IOException {
    HttpResponse<String> answer = signed("signed.csv", TestSigner.sha256(FILE));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(stored("signed.csv")).isEqualTo(FILE);
  }

  @Test
  void a_signed_upload_may_leave_its_body_unsigned() throws IOException {
    assertThat(signed("unsigned.csv", "UNSIGNED-PAYLOAD").statusCode()).isEqualTo(200);
    assertThat(stored("unsigned.csv")).isEqualTo(FILE);
  }

  @Test
  void a_signed_upload_whose_body_is_another_leaves_nothing_behind() throws IOException {
    refused(
        signed("forged.csv", TestSigner.sha256("other".getBytes(UTF_8))),
        400,
        "InvalidInputException");
    nothingStored();
  }

  @Test
  void a_signed_upload_must_state_its_hash() {
    String empty = TestSigner.sha256(new byte[0]);
    HttpResponse<String> answer = client.signed(
        "PUT", "/uploads/shop-data/a.csv", BodyPublishers.ofByteArray(FILE), empty, Map.of());

    refused(answer, 403, "InvalidSignatureException");
  }

  @Test
  void parts_signed_one_by_one_are_refused() throws IOException {
    refused(
        signed("a.csv", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), 403, "InvalidSignatureException");
    refused(
        put("a.csv", FILE, "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        400,
        "InvalidInputException");
    nothingStored();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 8 << 20, 20 << 20})
  void a_hash_that_does_not_fit_leaves_nothing_behind(int length) throws IOException {
    byte[] file = new byte[length];
    String other = TestSigner.sha256("other".getBytes(UTF_8));

    refused(put("broken.bin", file, "x-amz-content-sha256", other), 400, "InvalidInputException");
    refused(
        put("broken.bin", file, "Content-MD5", md5("other".getBytes(UTF_8))),
        400,
        "InvalidInputException");
    nothingStored();
  }

  @Test
  void an_md5_that_fits_is_accepted() throws IOException {
    assertThat(put("md5.csv", FILE, "Content-MD5", md5(FILE)).statusCode()).isEqualTo(200);
    assertThat(stored("md5.csv")).isEqualTo(FILE);
  }

  @Test
  void the_models_are_out_of_reach() throws IOException {
    objects.createBucket("personalize-models");

    refused(
        client.send(
            "PUT",
            "/uploads/personalize-models/x",
            BodyPublishers.ofByteArray(FILE),
            "Authorization",
            WireClient.basic()),
        403,
        "AccessDeniedException");
  }

  @Test
  void a_bucket_that_is_not_there_is_said_so() {
    HttpResponse<String> answer = client.send(
        "PUT",
        "/uploads/nowhere/x",
        BodyPublishers.ofByteArray(FILE),
        "Authorization",
        WireClient.basic());

    refused(answer, 404, "ResourceNotFoundException");
    assertThat(answer.body()).contains("There is no bucket 'nowhere'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "a/", "%2e%2e/x", "a/../b", "./a", "a%5Cb", "a%0Ab", ""})
  void an_unsafe_key_is_refused(String key) throws IOException {
    assertThat(put(key, FILE).statusCode()).isBetween(400, 404);
    nothingStored();
  }

  @ParameterizedTest
  @CsvSource({"UPPER, INVALID", "a, too short", "'', empty", "a_b, underscore"})
  void a_name_that_is_no_buckets_is_refused(String bucket, String why) {
    assertThatThrownBy(() -> UploadTarget.of(bucket, "key", "models"))
        .as(why)
        .hasMessageStartingWith("A bucket's name has");
  }

  @Test
  void a_refused_upload_is_told_before_it_sends_its_body() throws IOException {
    assertThat(expectContinue("/uploads/personalize-models/x")).startsWith("HTTP/1.1 403");
    assertThat(expectContinue("/uploads/shop-data/x")).startsWith("HTTP/1.1 100");
  }

  @Test
  void a_sender_that_goes_away_leaves_nothing_behind() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      OutputStream out = socket.getOutputStream();
      out.write(head("/uploads/shop-data/half.csv", 1_000, ""));
      out.write(FILE);
      out.flush();
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }

    nothingStored();
  }

  /** The first line of the answer to a request whose body is held back. */
  private String expectContinue(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head(path, FILE.length, "Expect: 100-continue\r\n"));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }
  }

  private static byte[] head(String path, int length, String more) {
    return "PUT %s HTTP/1.1\r\nHost: test\r\nAuthorization: %s\r\nContent-Length: %d\r\n%s\r\n"
        .formatted(path, WireClient.basic(), length, more)
        .getBytes(UTF_8);
  }

  private HttpResponse<String> put(String key, byte[] file, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Authorization";
    all[1] = WireClient.basic();
    System.arraycopy(headers, 0, all, 2, headers.length);
    return client.send("PUT", "/uploads/shop-data/" + key, BodyPublishers.ofByteArray(file), all);
  }

  private HttpResponse<String> signed(String key, String payloadHash) {
    return client.signed(
        "PUT",
        "/uploads/shop-data/" + key,
        BodyPublishers.ofByteArray(FILE),
        payloadHash,
        Map.of("x-amz-content-sha256", payloadHash));
  }

  private byte[] stored(String key) throws IOException {
    try (InputStream in = objects.open(BUCKET, key)) {
      return in.readAllBytes();
    }
  }

  private void nothingStored() throws IOException {
    assertThat(objects.list(BUCKET, "")).isEmpty();
  }

  private static String md5(byte[] file) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains(type);
  }
}
