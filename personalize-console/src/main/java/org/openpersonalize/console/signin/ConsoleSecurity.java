// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.FailureController;
import org.openpersonalize.console.page.Refusal;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.stereotype.Component;

/**
 * What a request of the console passes, made of Spring Security's filters and two of our own: headers, session, is somebody
 * signed in, did another site send it, does a form carry its token.
 *
 * <p>They are put together by hand, and only when a page is asked for: its configuration would take part in every start and in
 * every request of the API.
 */
@Component
public final class ConsoleSecurity {
  private static final HeaderWriter CONTENT_SECURITY_POLICY = new ContentSecurityPolicyHeaderWriter(
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; "
          + "img-src 'self'; connect-src 'self'; form-action 'self'");
  private static final HeaderWriter NO_SNIFFING = new XContentTypeOptionsHeaderWriter();
  private static final HeaderWriter NO_REFERRER_ELSEWHERE =
      new ReferrerPolicyHeaderWriter(ReferrerPolicy.SAME_ORIGIN);

  private final SessionFilter sessions;

  ConsoleSecurity(Sessions sessions) {
    this.sessions = new SessionFilter(sessions);
  }

  FilterChainProxy filters() {
    Filter assetHeaders = new HeaderWriterFilter(
        List.of(CONTENT_SECURITY_POLICY, NO_SNIFFING, NO_REFERRER_ELSEWHERE));
    Filter pageHeaders = new HeaderWriterFilter(List.of(
        CONTENT_SECURITY_POLICY,
        NO_SNIFFING,
        NO_REFERRER_ELSEWHERE,
        new CacheControlHeadersWriter()));
    FilterChainProxy filters = new FilterChainProxy(List.of(
        new DefaultSecurityFilterChain(ConsolePaths::isAsset, assetHeaders),
        new DefaultSecurityFilterChain(
            AnyRequestMatcher.INSTANCE,
            pageHeaders,
            sessions,
            new ExceptionTranslationFilter(new SignInEntryPoint(), new NullRequestCache()),
            authorization(),
            new OwnFormsFilter(),
            csrf())));
    filters.setRequestRejectedHandler(
        (request, response, rejected) -> response.setStatus(HttpServletResponse.SC_BAD_REQUEST));
    return filters;
  }

  private static AuthorizationFilter authorization() {
    return new AuthorizationFilter((signedIn, request) -> new AuthorizationDecision(
        ConsolePaths.isSignIn(request) || signedIn.get().isAuthenticated()));
  }

  /** Signing in needs no token: there is no session yet that it could belong to, and {@link OwnFormsFilter} looks at it. */
  private static CsrfFilter csrf() {
    CsrfFilter csrf = new CsrfFilter(new SessionCsrfTokens());
    csrf.setRequireCsrfProtectionMatcher(ConsoleSecurity::needsToken);
    csrf.setAccessDeniedHandler((request, response, denied) ->
        FailureController.show(Refusal.STALE_FORM.exception(), request, response));
    return csrf;
  }

  private static boolean needsToken(HttpServletRequest request) {
    return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request) && !ConsolePaths.isSignIn(request);
  }
}
