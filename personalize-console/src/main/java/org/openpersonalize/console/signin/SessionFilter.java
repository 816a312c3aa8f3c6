// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.openpersonalize.store.session.Session;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the filters behind it, and the page, who is signed in; what is in front of it forgets it again. */
final class SessionFilter extends OncePerRequestFilter {
  /** The attribute of a request that has its {@link Session}. */
  static final String SESSION = Session.class.getName();

  private final Sessions sessions;

  SessionFilter(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    sessions.of(request).ifPresent(session -> {
      request.setAttribute(SESSION, session);
      SecurityContextHolder.getContext()
          .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
              session.accessKeyId(), null, AuthorityUtils.NO_AUTHORITIES));
    });
    chain.doFilter(request, response);
  }
}
