// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * An {@code Authorization} header of Signature V4, taken apart.
 *
 * @param date the day of the credential scope, {@code yyyyMMdd}
 * @param region accepted as sent: whatever region a client is set to is this one
 * @param signedHeaders lower-case names, in the order they were signed
 * @param signature 64 lower-case hex digits
 */
record Signature(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final Pattern HEADER = Pattern.compile(ALGORITHM
      + "\\s+Credential=(?<key>[^/,\\s]+)/(?<date>\\d{8})/(?<region>[^/,\\s]+)/(?<service>[^/,\\s]+)/aws4_request"
      + "\\s*,\\s*SignedHeaders=(?<headers>[a-z0-9!#$%&'*+.^_`|~;-]+)"
      + "\\s*,\\s*Signature=(?<signature>[0-9a-f]{64})\\s*");

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final int LENGTH = 64;

  /** That of the request before: most are of one client, whose headers differ in the last 64 digits only. */
  private static volatile Header before = new Header("", null);

  /** @param start all of the header before the digits of its signature, with which it ends */
  private record Header(String start, @Nullable Signature signature) {}

  /** Reads the header; one that lacks a part is {@link ErrorCode#INCOMPLETE_SIGNATURE}. */
  static Signature parse(String header) {
    Header known = before;
    int end = header.length() - LENGTH;
    if (known.signature() != null
        && end == known.start().length()
        && header.startsWith(known.start())) {
      String digits = header.substring(end);
      if (HEX.matcher(digits).matches()) {
        return known.signature().with(digits);
      }
    }
    Signature signature = read(header);
    if (header.endsWith(signature.signature())) {
      before = new Header(header.substring(0, end), signature);
    }
    return signature;
  }

  private Signature with(String otherSignature) {
    return new Signature(accessKeyId, date, region, service, signedHeaders, otherSignature);
  }

  private static Signature read(String header) {
    Matcher parts = HEADER.matcher(header);
    if (!parts.matches()) {
      throw ErrorCode.INCOMPLETE_SIGNATURE.because(
          "The Authorization header must read %s Credential=<access key id>/<yyyyMMdd>/<region>/<service>/aws4_request, SignedHeaders=<lower-case names separated by ;>, Signature=<64 hex digits>"
              .formatted(ALGORITHM));
    }
    return new Signature(
        parts.group("key"),
        parts.group("date"),
        parts.group("region"),
        parts.group("service"),
        List.of(parts.group("headers").split(";")),
        parts.group("signature"));
  }

  /** What the signing key is derived for, as it stands in the string to sign. */
  String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }
}
