// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

/** The languages of the console. */
public enum Language {
  ENGLISH(Locale.ENGLISH, "English"),
  KOREAN(Locale.KOREAN, "한국어");

  /** The parameter that chooses a language for this page and all later ones, and the cookie that remembers it. */
  static final String PARAMETER = "lang";

  private static final Memory MEMORY = new Memory("console-language");

  private final Locale locale;
  private final String ownName;

  Language(Locale locale, String ownName) {
    this.locale = locale;
    this.ownName = ownName;
  }

  Locale locale() {
    return locale;
  }

  /** Such as {@code ko}. */
  public String tag() {
    return locale.getLanguage();
  }

  /** What those call it who speak it. */
  public String ownName() {
    return ownName;
  }

  /**
   * The language somebody chose, now or before; else the first of those that the browser asks for; else English, whatever
   * language the server's machine is set to.
   */
  static Language of(HttpServletRequest request) {
    Stream<String> chosen = Stream.of(
            Optional.ofNullable(request.getParameter(PARAMETER)), MEMORY.of(request))
        .flatMap(Optional::stream);
    return Stream.concat(chosen, asked(request))
        .flatMap(
            tag -> Arrays.stream(values()).filter(language -> language.tag().equals(tag)))
        .findFirst()
        .orElse(ENGLISH);
  }

  private static Stream<String> asked(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null
        ? Stream.empty()
        : Collections.list(request.getLocales()).stream().map(Locale::getLanguage);
  }

  /** Remembers this language if it was chosen by this request. */
  void remember(HttpServletRequest request, HttpServletResponse response) {
    if (tag().equals(request.getParameter(PARAMETER))) {
      MEMORY.keep(tag(), request, response);
    }
  }

  /** The others, for the switch. */
  List<Language> others() {
    return Arrays.stream(values()).filter(other -> other != this).toList();
  }
}
