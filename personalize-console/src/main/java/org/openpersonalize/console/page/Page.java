// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.command.ShellCommand;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** What the frame around a page shows; templates have it as {@code page}. */
public final class Page {
  private static final String ATTRIBUTE = "page";
  private static final Memory GROUP = new Memory("console-group");

  /** What a dataset group may be called, and a cookie may say. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private final HttpServletRequest request;
  private final Language language;

  /** What the browser asked for: a request that is forwarded has another path. */
  private final String path;

  private final @Nullable String query;

  private Page(HttpServletRequest request, Language language) {
    this.request = request;
    this.language = language;
    this.path = request.getRequestURI();
    this.query = request.getQueryString();
  }

  /** A link to this page in another language. */
  public record Translation(Language language, String href) {}

  /**
   * Opens a page.
   *
   * @return the request that the page is made from, whose language is the page's
   */
  public static HttpServletRequest open(HttpServletRequest request, HttpServletResponse response) {
    Language language = Language.of(request);
    language.remember(request, response);
    Page page = new Page(request, language);
    request.setAttribute(ATTRIBUTE, page);
    page.group()
        .filter(name -> NAME.matcher(name).matches())
        .ifPresent(name -> GROUP.keep(name, request, response));
    return new HttpServletRequestWrapper(request) {
      @Override
      public Locale getLocale() {
        return language.locale();
      }

      @Override
      public Enumeration<Locale> getLocales() {
        return Collections.enumeration(List.of(language.locale()));
      }
    };
  }

  public Language language() {
    return language;
  }

  /** Whose page it is; null while nobody is signed in. */
  public @Nullable String accessKeyId() {
    @Nullable Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    return signedIn == null ? null : signedIn.getName();
  }

  /** What each form of the page carries, another text on each page; null while nobody is signed in. */
  public @Nullable String csrfToken() {
    return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
        ? token.getToken()
        : null;
  }

  /** Where this service is for who reads the page, for commands to copy. */
  public String endpoint() {
    return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
  }

  /** What has the same done that a request asks for, as a line for a shell. */
  public String command(Record request) {
    return ShellCommand.of(endpoint(), request);
  }

  /** The name of the dataset group that the page belongs to. */
  public Optional<String> group() {
    return ConsolePaths.group(path);
  }

  /** The name of the dataset group whose page was looked at last; it may be gone. */
  public Optional<String> lastGroup() {
    return GROUP.of(request);
  }

  public Section overview() {
    return Section.OVERVIEW;
  }

  public List<Section> sectionsOfGroup() {
    return Section.ofGroup();
  }

  public List<Section> sectionsOfService() {
    return Section.ofService();
  }

  /** The path and the query, to come back to. */
  public String place() {
    return query == null ? path : path + '?' + query;
  }

  public boolean isIn(Section section) {
    return section.has(path);
  }

  public List<Translation> translations() {
    return language.others().stream()
        .map(other -> new Translation(
            other,
            UriComponentsBuilder.fromPath(path)
                .replaceQuery(query)
                .replaceQueryParam(Language.PARAMETER, other.tag())
                .build()
                .toUriString()))
        .toList();
  }
}
