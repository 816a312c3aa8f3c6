// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the tests of a build called, each once, in a folder in which every JVM that runs tests has a file. */
final class CallLog {
  private static final CallLog OF_THIS_BUILD =
      new CallLog(Path.of(System.getProperty("calls.folder", "target/calls/of-no-build")));

  private final Path folder;
  private final Set<Call> noted = ConcurrentHashMap.newKeySet();

  private CallLog(Path folder) {
    this.folder = folder;
  }

  static CallLog get() {
    return OF_THIS_BUILD;
  }

  void note(Call call) {
    if (noted.add(call)) {
      write(call.line() + "\n");
    }
  }

  private synchronized void write(String line) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(ProcessHandle.current().pid() + ".tsv"),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all JVMs of the build have noted so far. */
  Set<Call> read() {
    Set<Call> calls = new LinkedHashSet<>();
    for (Path file : files()) {
      try (Stream<String> lines = Files.lines(file)) {
        lines.map(Call::parse).forEach(calls::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return calls;
  }

  private List<Path> files() {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
