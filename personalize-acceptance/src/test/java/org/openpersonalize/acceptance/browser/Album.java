// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pictures of the documentation. They are taken if the system property {@code pictures} says into which directory. */
final class Album {
  private static final @Nullable String DIRECTORY = System.getProperty("pictures");

  private Album() {}

  /** Is anybody to take pictures? */
  static boolean isOpen() {
    return DIRECTORY != null;
  }

  /** Takes a picture of what somebody sees, named after it and how they look at it. */
  static void take(Visitor visitor, String name) {
    if (DIRECTORY != null) {
      String look = visitor.look().name().toLowerCase(Locale.ROOT);
      visitor.screenshot(Path.of(DIRECTORY, "%s-%s.png".formatted(name, look)));
    }
  }
}
