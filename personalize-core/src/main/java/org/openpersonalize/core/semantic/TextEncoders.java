// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text encoders that there are in this JVM, found once: those of modules on the class path, and of the jars in the directory
 * that {@code -Dopenpersonalize.embedding=DIRECTORY} names, whose libraries nothing else sees.
 */
public final class TextEncoders {
  /** The system property. */
  static final String DIRECTORY = "openpersonalize.embedding";

  private static final Logger log = LoggerFactory.getLogger(TextEncoders.class);

  private TextEncoders() {}

  private static final class Found {
    static final List<TextEncoder> ALL = find(System.getProperty(DIRECTORY));
  }

  /** The encoder of this name, empty if there is none here. */
  public static Optional<TextEncoder> named(String name) {
    return Found.ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * The encoder of this name.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} saying how to get it, if
   *     there is none here
   */
  public static TextEncoder required(String name) {
    return named(name)
        .orElseThrow(
            () -> ErrorCode.INVALID_INPUT.because("%s Or leave text_encoder out: it is %s then."
                .formatted(missing(name), SemanticParameters.TERMS)));
  }

  /** A sentence that says how to get an encoder that is not here. */
  static String missing(String name) {
    return ("The text_encoder %s is computed by the module personalize-embedding, which is not here: build it by './mvnw -Pembedding"
            + " -pl personalize-embedding -am -DskipTests package', and start each node again by ./personalize, or with"
            + " -D%s and the directory of its jars.")
        .formatted(name, DIRECTORY);
  }

  /** @param directory of jars, null if there is none */
  static List<TextEncoder> find(@Nullable String directory) {
    ClassLoader own = TextEncoder.class.getClassLoader();
    try {
      ClassLoader loader = directory == null ? own : new URLClassLoader(jars(directory), own);
      List<TextEncoder> found = ServiceLoader.load(TextEncoder.class, loader).stream()
          .map(ServiceLoader.Provider::get)
          .toList();
      log.info("Text encoders: {}", found.stream().map(TextEncoder::name).toList());
      return found;
    } catch (IOException | ServiceConfigurationError | LinkageError cannotRunHere) {
      log.warn(
          "No text encoder can run here, with -D{}={}: {}",
          DIRECTORY,
          directory,
          cannotRunHere.toString());
      return List.of();
    }
  }

  private static URL[] jars(String directory) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(TextEncoders::url)
          .toArray(URL[]::new);
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(file + " has no URL", e);
    }
  }
}
