// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets a request in if it carries a valid key.
 *
 * <p>Signature V4 opens everything. HTTP Basic opens everything but the control plane and what would change something by
 * a page; an operation then needs a JSON content type, which a page of another site cannot send without asking first, and {@link CrossOriginFilter} never allows
 * it to send a login the browser remembers, so that one cannot be abused. Only pages are answered with a challenge, for the same reason. {@link Endpoint#HEALTH} needs no key, and
 * tells more to who shows one by HTTP Basic. {@link Endpoint#CONSOLE} has a sign-in of its own.
 */
public final class SignatureFilter extends OncePerRequestFilter {
  private static final String CONTENT_SHA256 = "x-amz-content-sha256";
  private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
  private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> JSON = Set.of("application/json", "application/x-amz-json-1.1");

  private final AccessKeys keys;
  private final SignatureVerifier verifier;
  private final DataSize bodyLimit;
  private final HandlerExceptionResolver errors;

  /**
   * @param clock what a signature's date is held against, 15 minutes either way
   * @param bodyLimit the longest body of an operation; uploads have no limit
   * @param errors answers what is refused here, as for any other request
   */
  public SignatureFilter(
      AccessKeys keys, Clock clock, DataSize bodyLimit, HandlerExceptionResolver errors) {
    this.keys = keys;
    this.verifier = new SignatureVerifier(keys, clock, "personalize");
    this.bodyLimit = bodyLimit;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Endpoint endpoint = Endpoint.of(request);
    HttpServletRequest admitted;
    try {
      admitted = admit(request, endpoint);
    } catch (PersonalizeException refused) {
      if (endpoint == Endpoint.PAGE) {
        challenge(response);
      } else {
        errors.resolveException(request, response, null, refused);
      }
      return;
    }
    chain.doFilter(admitted, response);
  }

  private HttpServletRequest admit(HttpServletRequest request, Endpoint endpoint)
      throws IOException {
    if (endpoint == Endpoint.CONSOLE) {
      return request;
    }
    if (endpoint == Endpoint.HEALTH && request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
      return request;
    }
    String authorization = authorization(request);
    return authorization.regionMatches(true, 0, "Basic ", 0, 6)
        ? admitBasic(request, endpoint, authorization.substring(6))
        : admitSigned(request, endpoint, Signature.parse(authorization));
  }

  private static String authorization(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
    if (headers.isEmpty()) {
      throw ErrorCode.MISSING_AUTHENTICATION_TOKEN.because(
          "The request has no Authorization header; sign it with Signature V4, or send the access key id and the secret by HTTP Basic");
    }
    if (headers.size() > 1) {
      throw ErrorCode.INCOMPLETE_SIGNATURE.because(
          "The request has more than one Authorization header");
    }
    return headers.get(0);
  }

  private HttpServletRequest admitSigned(
      HttpServletRequest request, Endpoint endpoint, Signature signature) throws IOException {
    verifier.checkScope(request, signature);
    @Nullable String declared = request.getHeader(CONTENT_SHA256);
    if (endpoint == Endpoint.UPLOAD) {
      verifier.checkSignature(request, signature, requireHash(declared));
      return request;
    }
    BufferedRequest buffered = BufferedRequest.read(request, bodyLimit);
    String hash = buffered.sha256();
    if (declared != null && !declared.equals(hash)) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "%s is not the SHA-256 of the body".formatted(CONTENT_SHA256));
    }
    verifier.checkSignature(buffered, signature, hash);
    return buffered;
  }

  /** An upload is hashed while it streams, so what was signed must be said beforehand. */
  private static String requireHash(@Nullable String declared) {
    if (declared == null
        || !(SHA256_HEX.matcher(declared).matches() || declared.equals(UNSIGNED_PAYLOAD))) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "A signed upload needs the header %s: the file's SHA-256 in lower-case hex, or %s"
              .formatted(CONTENT_SHA256, UNSIGNED_PAYLOAD));
    }
    return declared;
  }

  private HttpServletRequest admitBasic(
      HttpServletRequest request, Endpoint endpoint, String credentials) throws IOException {
    if (endpoint == Endpoint.CONTROL_PLANE) {
      throw ErrorCode.MISSING_AUTHENTICATION_TOKEN.because(
          "POST / takes Signature V4 only; HTTP Basic is for the REST operations and for uploads");
    }
    if (endpoint == Endpoint.FORM) {
      throw ErrorCode.ACCESS_DENIED.because(
          "With HTTP Basic pages can be read only; to change something sign the request with Signature V4");
    }
    String[] pair = decode(credentials).split(":", 2);
    if (pair.length < 2 || !keys.match(pair[0], pair[1])) {
      throw ErrorCode.UNRECOGNIZED_CLIENT.because("The access key id or the secret is wrong");
    }
    if (endpoint != Endpoint.OPERATION) {
      return new AdmittedRequest(request, pair[0]);
    }
    requireJson(request.getContentType());
    return BufferedRequest.read(request, bodyLimit);
  }

  private static String decode(String credentials) {
    try {
      return new String(Base64.getDecoder().decode(credentials.strip()), UTF_8);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.INCOMPLETE_SIGNATURE.because(
          "HTTP Basic must carry the base64 of <access key id>:<secret>", e);
    }
  }

  private static void requireJson(@Nullable String contentType) {
    String mediaType = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    if (!JSON.contains(mediaType.toLowerCase(Locale.ROOT))) {
      throw ErrorCode.ACCESS_DENIED.because(
          "With HTTP Basic an operation needs the header Content-Type: application/json");
    }
  }

  private static void challenge(HttpServletResponse response) {
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Open Personalize\", charset=\"UTF-8\"");
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
  }
}
