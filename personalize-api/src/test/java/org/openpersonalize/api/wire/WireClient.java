// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openpersonalize.api.auth.TestSigner;

/** Plain HTTP against a running service, for what no SDK would send. */
public final class WireClient {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String host;

  public WireClient(int port) {
    this.host = "127.0.0.1:" + port;
  }

  public static String basic(String keyId, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((keyId + ":" + secret).getBytes(UTF_8));
  }

  /** The key's own HTTP Basic header. */
  public static String basic() {
    return basic(TestSigner.KEY_ID, TestSigner.SECRET);
  }

  /** Posts JSON with HTTP Basic. */
  public HttpResponse<String> post(String path, String json) {
    return send(
        "POST",
        path,
        BodyPublishers.ofString(json),
        "Authorization",
        basic(),
        "Content-Type",
        "application/json");
  }

  /** Posts to the control plane, signed. */
  public HttpResponse<String> call(String target, String json) {
    return signed(
        "POST",
        "/",
        BodyPublishers.ofString(json),
        TestSigner.sha256(json.getBytes(UTF_8)),
        Map.of("x-amz-target", target, "content-type", "application/x-amz-json-1.1"));
  }

  /** Signs and sends a request. */
  public HttpResponse<String> signed(
      String method,
      String path,
      BodyPublisher body,
      String payloadHash,
      Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("x-amz-date", TestSigner.date(Instant.now()));
    all.put("host", host);
    String authorization = TestSigner.ROOT.authorization(method, path, all, payloadHash);
    all.remove("host");
    all.put("authorization", authorization);
    return send(
        method,
        path,
        body,
        all.entrySet().stream()
            .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
            .toArray(String[]::new));
  }

  /** Sends a request with the given headers, name after value. */
  public HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }
}
