// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.session.Session;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/** The token of a session's forms, which is made with the session and ends with it. Each page shows it under another mask. */
final class SessionCsrfTokens implements CsrfTokenRepository {
  private static final String HEADER = "X-CSRF-TOKEN";
  private static final String PARAMETER = "_csrf";

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return request.getAttribute(SessionFilter.SESSION) instanceof Session session
        ? new DefaultCsrfToken(HEADER, PARAMETER, session.csrfToken())
        : null;
  }

  /** A token that nothing will ever match: without a session there is no form. */
  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    return new DefaultCsrfToken(HEADER, PARAMETER, UUID.randomUUID().toString());
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    // The session has it already.
  }
}
