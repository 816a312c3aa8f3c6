// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The classes of this program as a JVM has them in memory, in a file that a JVM of the same version with the same options
 * maps when it starts. A JVM that finds anything else there starts without it.
 *
 * <p>Which classes there are is learned from a run of the demo, or of nothing but a start, on a data directory, ports and keys of its own. Up to JDK 24
 * the archive is one of class-data sharing ({@code -XX:SharedArchiveFile}), from JDK 25 on an AOT cache
 * ({@code -XX:AOTCache}; JEP 483, 514 and 515), which also has linked classes and the profiles of methods.
 *
 * <p>Written by JVMs of their own and moved into place when it is whole. A JVM that writes what it has loaded when it ends
 * lost: it would keep whoever stops it waiting, and would archive classes that a flight recording cannot bear; see
 * {@link ClassList}.
 */
final class ClassArchive {
  private static final int FIRST_WITH_CACHE = 25;

  /** Of the environment a run of the demo sees this and nothing of the settings, such as which database is used. */
  private static final List<String> ENVIRONMENT =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ");

  private final Path file;
  private final Path scratch;
  private final String rehearsal;

  /**
   * @param file the archive to write
   * @param rehearsal the command that loads the classes, {@code serve} or {@code demo}
   */
  ClassArchive(Path file, String rehearsal) {
    this.rehearsal = rehearsal;
    this.file = file.toAbsolutePath();
    this.scratch = this.file.resolveSibling(file.getFileName() + ".making");
  }

  /**
   * Writes it, unless it is there or another process is at it.
   *
   * @throws IOException if a JVM does not do its part, whose output says why
   */
  void write() throws IOException, InterruptedException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock ours = channel.tryLock()) {
      if (ours == null || Files.exists(file)) {
        return;
      }
      try {
        writeAlone();
      } finally {
        FileSystemUtils.deleteRecursively(scratch);
      }
    }
  }

  /** With the lock in hand, and {@link #scratch} to itself. */
  private void writeAlone() throws IOException, InterruptedException {
    FileSystemUtils.deleteRecursively(scratch);
    Files.createDirectories(scratch);
    Path made = scratch.resolve("archive");
    if (Runtime.version().feature() >= FIRST_WITH_CACHE) {
      makeCache(made);
    } else {
      makeArchive(made);
    }
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void makeArchive(Path made) throws IOException, InterruptedException {
    Path classes = scratch.resolve("classes");
    rehearse("-XX:DumpLoadedClassList=" + classes);
    ClassList.read(classes).withFilesOnly(program()).write(classes);
    java(
        List.of(
            "-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + made),
        List.of());
  }

  /** With plain kernels: whoever links the others needs the Vector API's module, which may be loaded later than a cache is. */
  private void makeCache(Path made) throws IOException, InterruptedException {
    String configuration = "-XX:AOTConfiguration=" + scratch.resolve("configuration");
    rehearse("-XX:AOTMode=record", configuration, "-Dopenpersonalize.kernels=plain");
    java(List.of("-XX:AOTMode=create", configuration, "-XX:AOTCache=" + made), List.of());
  }

  private void rehearse(String... options) throws IOException, InterruptedException {
    java(
        List.of(options),
        List.of(rehearsal, "--exit", "--port=0", "--data-dir=" + scratch.resolve("data")));
  }

  private void java(List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.addAll(List.of("-jar", program().toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(scratch.toFile()).inheritIO();
    builder.environment().keySet().retainAll(ENVIRONMENT);
    builder.environment().put("PERSONALIZE_S3_PORT", "0");
    int exitCode = builder.start().waitFor();
    if (exitCode != 0) {
      throw new IOException("%s ended with %d".formatted(String.join(" ", command), exitCode));
    }
  }

  /** The jar this process runs, with the others in its manifest; the archive holds for no other path. */
  private static Path program() {
    return Path.of(System.getProperty("java.class.path")).toAbsolutePath();
  }
}
