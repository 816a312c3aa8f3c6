// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.ConsolePaths;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Sends whoever is not signed in to the page where one does, and from there back to where one wanted to be.
 *
 * <p>A part of a page that is polled is answered with 401 and the header by which htmx leaves the page: it would follow a
 * redirect and put the sign-in into the middle of a table.
 */
final class SignInEntryPoint implements AuthenticationEntryPoint {
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused) {
    if (request.getHeader("HX-Request") != null) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      response.setHeader("HX-Redirect", ConsolePaths.SIGN_IN);
    } else {
      response.setStatus(HttpStatus.SEE_OTHER.value());
      response.setHeader(HttpHeaders.LOCATION, signIn(request));
    }
  }

  private static String signIn(HttpServletRequest request) {
    @Nullable String query = request.getQueryString();
    String wanted = request.getRequestURI() + (query == null ? "" : "?" + query);
    return HttpMethod.GET.matches(request.getMethod()) && !wanted.equals(ConsolePaths.HOME)
        ? UriComponentsBuilder.fromPath(ConsolePaths.SIGN_IN)
            .queryParam("next", "{wanted}")
            .encode()
            .buildAndExpand(wanted)
            .toUriString()
        : ConsolePaths.SIGN_IN;
  }
}
