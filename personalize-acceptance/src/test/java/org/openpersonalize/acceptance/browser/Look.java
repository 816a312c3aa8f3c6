// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;

/** How somebody looks at pages: how wide, in which colours and which language, with or without scripts. */
enum Look {
  WIDE(1280, ColorScheme.LIGHT, "en-GB", true),
  WIDE_DARK(1280, ColorScheme.DARK, "en-GB", true),
  NARROW(380, ColorScheme.LIGHT, "en-GB", true),
  NARROW_DARK(380, ColorScheme.DARK, "en-GB", true),
  KOREAN(1280, ColorScheme.LIGHT, "ko-KR", true),
  NARROW_KOREAN(380, ColorScheme.LIGHT, "ko-KR", true),
  WITHOUT_SCRIPTS(1280, ColorScheme.LIGHT, "en-GB", false);

  /** Those whose pages look different. */
  static final List<Look> SEEING =
      List.of(WIDE, WIDE_DARK, NARROW, NARROW_DARK, KOREAN, NARROW_KOREAN);

  private final int width;
  private final ColorScheme colours;
  private final String language;
  private final boolean scripts;

  Look(int width, ColorScheme colours, String language, boolean scripts) {
    this.width = width;
    this.colours = colours;
    this.language = language;
    this.scripts = scripts;
  }

  int width() {
    return width;
  }

  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setViewportSize(width, 900)
        .setColorScheme(colours)
        .setLocale(language)
        .setTimezoneId("Asia/Seoul")
        .setJavaScriptEnabled(scripts);
  }
}
