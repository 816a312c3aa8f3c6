// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.ConsolePaths;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * What a path is, and with that what a caller must bring.
 *
 * <p>Paths are parsed exactly as Spring parses them to find a handler, so that no spelling of a path can pass the rules
 * of one endpoint and reach another. Whatever is not listed is an operation, which has the strictest rules.
 */
public enum Endpoint {
  /** Whether the service is up: needs no key, and tells why not to who has one. */
  HEALTH,
  /** The console, which has a sign-in of its own; and the root for who opens it in a browser and is sent there. */
  CONSOLE,
  /** Something a person opens in a browser: HTTP Basic, and the browser may ask for it. */
  PAGE,
  /** What a page would change something with: never HTTP Basic, which a browser adds to other sites' forms as well. */
  FORM,
  /** A file on its way to the object store: not buffered, so the sender must state its hash when signing. */
  UPLOAD,
  /** {@code POST /}, the control plane: Signature V4 only. */
  CONTROL_PLANE,
  /** A REST-JSON operation: Signature V4, or HTTP Basic with a JSON body. */
  OPERATION;

  private static final List<PathPattern> HEALTH_PATHS = patterns("/actuator/health");
  private static final List<PathPattern> UPLOAD_PATHS = patterns("/uploads/**");
  private static final List<PathPattern> PAGE_PATHS = patterns(
      "/actuator/**",
      "/favicon.ico",
      "/swagger-ui.html",
      "/swagger-ui/**",
      "/v3/api-docs.yaml",
      "/v3/api-docs/**",
      "/webjars/**");
  private static final List<PathPattern> ROOT = patterns("/");
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private static final String KNOWN = Endpoint.class.getName();

  /** Where a request went when it was last asked about: an error or a forward sends the same one somewhere else. */
  private record Known(String method, String uri, Endpoint endpoint) {
    boolean isOf(HttpServletRequest request) {
      return uri.equals(request.getRequestURI()) && method.equals(request.getMethod());
    }
  }

  /** That of the request before, which most often went to the same path. */
  private static volatile @Nullable Known before;

  /** What {@code request} is for; each of its filters asks. */
  public static Endpoint of(HttpServletRequest request) {
    if (request.getAttribute(KNOWN) instanceof Known known && known.isOf(request)) {
      return known.endpoint();
    }
    Known found = before;
    if (found == null || !found.isOf(request)) {
      found = new Known(request.getMethod(), request.getRequestURI(), find(request));
      before = found;
    }
    request.setAttribute(KNOWN, found);
    return found.endpoint();
  }

  private static Endpoint find(HttpServletRequest request) {
    PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
        .pathWithinApplication();
    if (matches(HEALTH_PATHS, path)) {
      return HEALTH;
    }
    if (matches(UPLOAD_PATHS, path)) {
      return UPLOAD;
    }
    boolean reads = READING.contains(request.getMethod());
    if (ConsolePaths.include(path)) {
      return CONSOLE;
    }
    if (matches(ROOT, path)) {
      return reads ? CONSOLE : CONTROL_PLANE;
    }
    if (matches(PAGE_PATHS, path)) {
      return reads ? PAGE : FORM;
    }
    return OPERATION;
  }

  /** Is it a part of the API, rather than something to look at? */
  public boolean isApi() {
    return this == CONTROL_PLANE || this == OPERATION || this == UPLOAD;
  }

  private static boolean matches(List<PathPattern> patterns, PathContainer path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  private static List<PathPattern> patterns(String... paths) {
    return Stream.of(paths).map(PathPatternParser.defaultInstance::parse).toList();
  }
}
