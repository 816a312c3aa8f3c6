// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.store.session.Session;
import org.openpersonalize.store.session.SessionTable;
import org.openpersonalize.store.session.SessionTable.OpenSession;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The sessions of browsers. A cookie holds 32 random bytes, which nobody else has: the table knows it by its digest. Browsers
 * send it to the console alone, and never from a page of another site; scripts cannot read it.
 */
@Component
final class Sessions {
  static final String COOKIE = "console-session";

  private final SessionTable table;
  private final SignInKeys keys;
  private final SecureRandom random = new SecureRandom();

  Sessions(SessionTable table, SignInKeys keys) {
    this.table = table;
    this.keys = keys;
  }

  /** The session that a request belongs to; empty if there is none, or its key is gone. */
  Optional<Session> of(HttpServletRequest request) {
    return hash(request).flatMap(table::use).filter(session -> keys.isKnown(session.accessKeyId()));
  }

  /** Begins a session for who has shown this key; the browser's former one, if there is one, ends. */
  void begin(String accessKeyId, HttpServletRequest request, HttpServletResponse response) {
    hash(request).ifPresent(table::end);
    String value = secret();
    table.begin(hash(value), new Session(accessKeyId, secret()));
    setCookie(cookie(value, request), response);
  }

  /** All sessions of the key that a request's session belongs to. */
  List<OpenSession> open(HttpServletRequest request) {
    return hash(request)
        .flatMap(hash -> table.use(hash).map(session -> table.open(session.accessKeyId(), hash)))
        .orElse(List.of());
  }

  /** Ends all of them but the request's. */
  void endOthers(HttpServletRequest request) {
    hash(request)
        .ifPresent(hash ->
            table.use(hash).ifPresent(session -> table.endOthers(session.accessKeyId(), hash)));
  }

  /** Ends the session of a request, if it has one. */
  void end(HttpServletRequest request, HttpServletResponse response) {
    hash(request).ifPresent(table::end);
    setCookie(cookie("", request).maxAge(Duration.ZERO), response);
  }

  private String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<String> hash(HttpServletRequest request) {
    return Optional.ofNullable(WebUtils.getCookie(request, COOKIE))
        .map(Cookie::getValue)
        .map(Sessions::hash);
  }

  private static String hash(String value) {
    return Digests.sha256Hex(value.getBytes(US_ASCII));
  }

  private static ResponseCookie.ResponseCookieBuilder cookie(
      String value, HttpServletRequest request) {
    return ResponseCookie.from(COOKIE, value)
        .path(ConsolePaths.HOME)
        .httpOnly(true)
        .sameSite("Strict")
        .secure(request.isSecure());
  }

  private static void setCookie(
      ResponseCookie.ResponseCookieBuilder cookie, HttpServletResponse response) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
  }
}
