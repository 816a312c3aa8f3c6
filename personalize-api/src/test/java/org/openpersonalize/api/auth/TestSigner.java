// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as boto3 and curl do, without {@code x-amz-content-sha256}, which the Java SDK always adds. For paths and
 * queries that are their own canonical form.
 */
public record TestSigner(String keyId, String secret, String region, String service) {
  public static final String KEY_ID = "AKIATESTROOT";
  public static final String SECRET = "test/secret+key";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public static final TestSigner ROOT =
      new TestSigner(KEY_ID, SECRET, "eu-central-1", "personalize");

  /** What {@code x-amz-date} reads at {@code time}. */
  public static String date(Instant time) {
    return DATE.format(time);
  }

  public static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The Authorization header.
   *
   * @param headers lower-case names and values, x-amz-date and host among them; all are signed
   */
  public String authorization(
      String method, String path, Map<String, String> headers, String payloadHash) {
    Map<String, String> sorted = new TreeMap<>(headers);
    String names = String.join(";", sorted.keySet());
    String canonical = method + "\n" + path + "\n\n"
        + sorted.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining())
        + "\n" + names + "\n" + payloadHash;
    String time = sorted.getOrDefault("x-amz-date", date(Instant.now()));
    String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
    String toSign =
        "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical.getBytes(UTF_8));
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(keyId, scope, names, HexFormat.of().formatHex(hmac(key, toSign)));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
