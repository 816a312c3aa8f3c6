// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * What a browser is asked to remember of its user's choices, for a year, in a cookie of the console's pages alone.
 *
 * @param cookie its name
 */
record Memory(String cookie) {
  private static final Duration REMEMBERED = Duration.ofDays(365);

  /** What the browser remembers, which anybody may have written. */
  Optional<String> of(HttpServletRequest request) {
    return Optional.ofNullable(WebUtils.getCookie(request, cookie)).map(Cookie::getValue);
  }

  /** @param value of characters that a cookie may have */
  void keep(String value, HttpServletRequest request, HttpServletResponse response) {
    if (of(request).filter(value::equals).isEmpty()) {
      ResponseCookie kept = ResponseCookie.from(cookie, value)
          .path(ConsolePaths.HOME)
          .maxAge(REMEMBERED)
          .httpOnly(true)
          .sameSite("Strict")
          .secure(request.isSecure())
          .build();
      response.addHeader(HttpHeaders.SET_COOKIE, kept.toString());
    }
  }
}
