// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.ConsolePaths;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Sends whoever is not signed in to the page where one does, and from there back to the page where one was or wanted to be.
 *
 * <p>A part of a page that is polled is answered with 401 and the header by which htmx leaves the page: it would follow a
 * redirect and put the sign-in into the middle of a table.
 */
final class SignInEntryPoint implements AuthenticationEntryPoint {
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused) {
    boolean isPart = request.getHeader("HX-Request") != null;
    boolean isPage = HttpMethod.GET.matches(request.getMethod()) && !isPart;
    String signIn = signIn(isPage ? asked(request) : pageOf(request));
    if (isPart) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      response.setHeader("HX-Redirect", signIn);
    } else {
      response.setStatus(HttpStatus.SEE_OTHER.value());
      response.setHeader(HttpHeaders.LOCATION, signIn);
    }
  }

  private static String asked(HttpServletRequest request) {
    return place(request.getRequestURI(), request.getQueryString());
  }

  /** The page that a form or a part belongs to, as far as the browser says. */
  private static String pageOf(HttpServletRequest request) {
    @Nullable String page = request.getHeader(HttpHeaders.REFERER);
    if (page == null) {
      return ConsolePaths.HOME;
    }
    try {
      URI address = new URI(page);
      String place = place(address.getRawPath(), address.getRawQuery());
      return ConsolePaths.isPlace(place) ? place : ConsolePaths.HOME;
    } catch (URISyntaxException nonsense) {
      return ConsolePaths.HOME;
    }
  }

  private static String place(@Nullable String path, @Nullable String query) {
    return query == null ? "" + path : path + "?" + query;
  }

  private static String signIn(String next) {
    return next.equals(ConsolePaths.HOME)
        ? ConsolePaths.SIGN_IN
        : UriComponentsBuilder.fromPath(ConsolePaths.SIGN_IN)
            .queryParam("next", "{next}")
            .encode()
            .buildAndExpand(next)
            .toUriString();
  }
}
