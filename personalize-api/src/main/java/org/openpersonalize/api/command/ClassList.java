// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a run has loaded, as {@code -XX:DumpLoadedClassList} lists it: a class a line, and lines on its lambdas. */
final class ClassList {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)\\.class");
  private static final String MADE_SPECIES = "@lambda-form-invoker [SPECIES_RESOLVE]";

  private final List<String> lines;

  private ClassList(List<String> lines) {
    this.lines = lines;
  }

  static ClassList read(Path file) throws IOException {
    return new ClassList(Files.readAllLines(file, UTF_8));
  }

  void write(Path file) throws IOException {
    Files.write(file, lines, UTF_8);
  }

  /**
   * Leaves out what a flight recording cannot bear. With one JDK 17 reads the file of each class that it takes from an
   * archive, looks for it at the root of the jar, and crashes where there is none. So classes under {@code
   * META-INF/versions} go, also those that are at the root as well, for they bring others that are not; and kinds of
   * method handles that are made when the archive is, of which the JDK has no file.
   *
   * @param program a jar whose manifest names the others
   */
  ClassList withFilesOnly(Path program) throws IOException {
    Set<String> versioned = new HashSet<>();
    for (Path jar : classPath(program)) {
      versioned.addAll(versioned(jar));
    }
    return new ClassList(lines.stream()
        .filter(line -> !versioned.contains(className(line)) && !line.startsWith(MADE_SPECIES))
        .toList());
  }

  /** {@code java/lang/Object id: 0} or {@code @lambda-proxy java/lang/Object run …}. */
  private static String className(String line) {
    String[] words = line.split(" ", 3);
    return words[0].startsWith("@") && words.length > 1 ? words[1] : words[0];
  }

  private static List<Path> classPath(Path program) throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(program);
    try (JarFile jar = new JarFile(program.toFile())) {
      Manifest manifest = jar.getManifest();
      String others = manifest == null
          ? null
          : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (others != null) {
        for (String other : others.strip().split("\\s+")) {
          jars.add(program.resolveSibling(other));
        }
      }
    }
    return jars.stream().filter(Files::isRegularFile).toList();
  }

  private static Set<String> versioned(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .map(entry -> VERSIONED.matcher(entry.getName()))
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .collect(Collectors.toSet());
    }
  }
}
