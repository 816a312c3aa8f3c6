// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Pictures of pages. They go to {@code target/pictures}, and to the documentation if the system property {@code pictures} says
 * where that is.
 */
final class Album {
  private static final Path DIRECTORY = Path.of(System.getProperty("pictures", "target/pictures"));

  private Album() {}

  /** Takes a picture of what somebody sees, named after it and how they look at it. */
  static void take(Visitor visitor, String name) {
    try {
      Files.createDirectories(DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    visitor.screenshot(DIRECTORY.resolve(
        "%s-%s.png".formatted(name, visitor.look().name().toLowerCase(Locale.ROOT))));
  }
}
