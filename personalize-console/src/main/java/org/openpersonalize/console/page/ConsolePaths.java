// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which paths are the console's: it has a sign-in of its own, and whoever guards the other paths leaves these to it.
 *
 * <p>Paths are parsed exactly as Spring parses them to find a handler, so that no spelling reaches a page past its guard.
 */
public final class ConsolePaths {
  public static final String HOME = "/console";
  public static final String SIGN_IN = "/console/sign-in";

  private static final PathPattern ALL = PathPatternParser.defaultInstance.parse("/console/**");
  private static final PathPattern ASSETS =
      PathPatternParser.defaultInstance.parse("/console/assets/*");
  private static final PathPattern ENTRY = PathPatternParser.defaultInstance.parse(SIGN_IN);

  private static final Pattern GROUP = Pattern.compile("/console/groups/([^/]+)");

  private ConsolePaths() {}

  /** The page of a dataset group that all its others are below. */
  public static String ofGroup(String name) {
    return "/console/groups/" + name;
  }

  /** The name of the dataset group that a page belongs to, by the page's path; empty if it belongs to none. */
  static Optional<String> group(String pagePath) {
    Matcher group = GROUP.matcher(pagePath);
    return group.lookingAt() ? Optional.of(group.group(1)) : Optional.empty();
  }

  /** What follows the dataset group in a page's path; the empty text if the page belongs to none. */
  static String belowGroup(String pagePath) {
    Matcher group = GROUP.matcher(pagePath);
    return group.lookingAt() ? pagePath.substring(group.end()) : "";
  }

  /** Is this path, without the application's own, one of the console's? */
  public static boolean include(PathContainer path) {
    return ALL.matches(path);
  }

  /** Is this for the console, whose guard then has to look at it? */
  public static boolean include(HttpServletRequest request) {
    return include(path(request));
  }

  /** Is this something that anybody may read, such as the stylesheet? */
  public static boolean isAsset(HttpServletRequest request) {
    return ASSETS.matches(path(request));
  }

  /** Is this the one page for those who are not signed in? */
  public static boolean isSignIn(HttpServletRequest request) {
    return ENTRY.matches(path(request));
  }

  /** Is this a place in the console, so that somebody who has signed in may be sent there, and nowhere else? */
  public static boolean isPlace(String pathAndQuery) {
    return pathAndQuery.matches("/console(?:[/?][!-\\[\\]-~]*)?");
  }

  private static PathContainer path(HttpServletRequest request) {
    return RequestPath.parse(request.getRequestURI(), request.getContextPath())
        .pathWithinApplication();
  }
}
