// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.FailureController;
import org.openpersonalize.console.page.Refusal;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what a page of another site sends, by what the browser says of it, also where no token is asked for. */
final class OwnFormsFilter extends OncePerRequestFilter {
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  /** From a page of the console, or from no page at all, as when somebody follows a bookmark. */
  private static final Set<String> OWN = Set.of("same-origin", "none");

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isOwn(request)) {
      chain.doFilter(request, response);
    } else {
      FailureController.show(Refusal.FOREIGN_FORM.exception(), request, response);
    }
  }

  /** Browsers say it at least over TLS and on the machine itself, where the origin is named as well. */
  private static boolean isOwn(HttpServletRequest request) {
    @Nullable String site = request.getHeader(FETCH_SITE);
    if (site != null) {
      return OWN.contains(site);
    }
    @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null || origin.endsWith("//" + request.getHeader(HttpHeaders.HOST));
  }
}
