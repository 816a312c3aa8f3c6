// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.FailureController;
import org.openpersonalize.console.page.Page;
import org.springframework.dao.DataAccessException;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.transaction.TransactionException;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends the requests of the console, and no others, through its security.
 *
 * <p>Spring Security's own registration would send all requests through its firewall, which refuses paths that the API allows.
 */
public final class ConsoleFilter extends OncePerRequestFilter {
  private final Supplier<FilterChainProxy> security;

  /** @param security not asked for before the first page */
  public ConsoleFilter(Supplier<ConsoleSecurity> security) {
    this.security = SingletonSupplier.of(() -> security.get().filters());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !ConsolePaths.include(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpServletRequest page = Page.open(request, response);
    try {
      security.get().doFilter(page, response, chain);
    } catch (DataAccessException | TransactionException away) {
      FailureController.show(away, page, response);
    }
  }
}
