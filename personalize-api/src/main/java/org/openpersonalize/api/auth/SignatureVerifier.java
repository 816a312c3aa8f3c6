// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.resource.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/**
 * Verifies AWS Signature Version 4 as the page "Create a signed AWS API request" of the IAM user guide describes it.
 *
 * <p>It rebuilds the canonical request from the headers the client says it signed. Signing the request again with the
 * SDK's signer and comparing lost: that signer always adds {@code x-amz-content-sha256}, which boto3 and the AWS CLI do
 * not send, so it refuses them all.
 */
public final class SignatureVerifier {
  private static final String CONTENT_SHA256 = "x-amz-content-sha256";
  private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  private final AccessKeys keys;
  private final Clock clock;
  private final String service;

  /** That of the request before: most sign with the same one all day, and deriving it takes four of five digests. */
  private volatile @Nullable DerivedKey derived;

  /** That of the request before: many come within a second. */
  private volatile SentAt sentAt = SentAt.parse("20000101T000000Z");

  /** A date as it was sent, and what it means. */
  private record SentAt(String date, Instant instant) {
    static SentAt parse(String date) {
      try {
        return new SentAt(date, LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        throw ErrorCode.INCOMPLETE_SIGNATURE.because(
            "x-amz-date must read yyyyMMdd'T'HHmmss'Z', in UTC", e);
      }
    }
  }

  /** What a secret signs with in a scope, which is a day, a region and a service. */
  private record DerivedKey(String secret, String scope, byte[] key) {
    boolean isFor(String other, Signature signature) {
      return secret.equals(other) && scope.equals(signature.scope());
    }
  }

  /**
   * @param clock what a signature's date is held against, 15 minutes either way
   * @param service what requests must be signed for, {@code personalize} or {@code s3}
   */
  public SignatureVerifier(AccessKeys keys, Clock clock, String service) {
    this.keys = keys;
    this.clock = clock;
    this.service = service;
  }

  /**
   * Checks a request as S3 does, and reads its body: the request states the body's SHA-256, or that it is not signed.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException with the error AWS answers in each case, {@link
   *     ErrorCode#REQUEST_TOO_LARGE} for a body longer than {@code limit}
   */
  public byte[] signedBody(HttpServletRequest request, DataSize limit) throws IOException {
    Signature signature =
        Signature.parse(String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION)));
    checkScope(request, signature);
    BufferedRequest buffered = BufferedRequest.read(request, limit);
    String declared = String.valueOf(request.getHeader(CONTENT_SHA256));
    if (!declared.equals(UNSIGNED_PAYLOAD) && !declared.equals(buffered.sha256())) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "%s is not the SHA-256 of the body".formatted(CONTENT_SHA256));
    }
    checkSignature(buffered, signature, declared);
    return buffered.getInputStream().readAllBytes();
  }

  /**
   * Checks what can be checked before the body is read: key, service, date and the headers that must be signed.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException with the error AWS answers in each case
   */
  void checkScope(HttpServletRequest request, Signature signature) {
    keys.requireSecretOf(signature.accessKeyId());
    if (!signature.service().equals(service)) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "The credential is scoped to service '%s'; sign for '%s'"
              .formatted(signature.service(), service));
    }
    requireSigned(signature, "host");
    for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
      String name = names.nextElement().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-amz-")) {
        requireSigned(signature, name);
      }
    }
    checkDate(dateOf(request), signature);
  }

  /**
   * Checks the signature itself.
   *
   * @param payloadHash SHA-256 of the body in lower-case hex, or what stands for it in the canonical request
   */
  void checkSignature(HttpServletRequest request, Signature signature, String payloadHash) {
    String stringToSign = String.join(
        "\n",
        Signature.ALGORITHM,
        dateOf(request),
        signature.scope(),
        Digests.sha256Hex(
            CanonicalRequest.of(request, signature.signedHeaders(), payloadHash).getBytes(UTF_8)));
    byte[] expected = hmac(signingKey(signature), stringToSign);
    if (!MessageDigest.isEqual(expected, HexFormat.of().parseHex(signature.signature()))) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "The request signature does not match the signature calculated here; check the secret access key, and that nothing between client and server changes the path, the body or the signed headers");
    }
  }

  private void checkDate(String date, Signature signature) {
    SentAt known = sentAt;
    if (!known.date().equals(date)) {
      known = SentAt.parse(date);
      sentAt = known;
    }
    Instant sent = known.instant();
    if (!date.startsWith(signature.date())) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "The credential's date %s is not the day of x-amz-date %s"
              .formatted(signature.date(), date));
    }
    Instant now = clock.instant();
    if (Duration.between(sent, now).abs().compareTo(WINDOW) > 0) {
      throw ErrorCode.REQUEST_EXPIRED.because(
          "The request was signed at %s and it is %s here, more than %d minutes apart; set the client's clock"
              .formatted(sent, now, WINDOW.toMinutes()));
    }
  }

  private static String dateOf(HttpServletRequest request) {
    @Nullable String date = request.getHeader("x-amz-date");
    if (date == null) {
      throw ErrorCode.INCOMPLETE_SIGNATURE.because("The request has no x-amz-date header");
    }
    return date;
  }

  private static void requireSigned(Signature signature, String header) {
    if (!signature.signedHeaders().contains(header)) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "The header '%s' must be among the signed headers".formatted(header));
    }
  }

  private byte[] signingKey(Signature signature) {
    String secret = keys.requireSecretOf(signature.accessKeyId());
    DerivedKey known = derived;
    if (known == null || !known.isFor(secret, signature)) {
      known = new DerivedKey(secret, signature.scope(), derive(secret, signature));
      derived = known;
    }
    return known.key();
  }

  private static byte[] derive(String secret, Signature signature) {
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part :
        List.of(signature.date(), signature.region(), signature.service(), "aws4_request")) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
