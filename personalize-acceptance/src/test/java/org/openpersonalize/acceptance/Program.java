// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged program, made ready to start quickly, which the tests do some twenty times: unpacked as the launcher does it,
 * since a JVM reads jars inside a jar slowly, and with an archive of its classes as the JVM has them in memory, without which
 * a start takes twice the time.
 */
final class Program {
  private static final Path PACKAGE =
      Path.of("..", "personalize-api", "target", "personalize-exec.jar");
  private static final Path PROGRAMS = Path.of("target", "programs");
  private static final Path POSTGRES = Path.of("target", "postgres");
  private static final Duration ARCHIVING = Duration.ofMinutes(10);

  private final Path directory;
  private final List<String> compilation;

  private Program(Path directory, List<String> compilation) {
    this.directory = directory;
    this.compilation = compilation;
  }

  /** Makes it ready unless that has been done, in this process or in another one that runs tests. */
  static synchronized Program ofThisBuild() throws IOException, InterruptedException {
    Files.createDirectories(PROGRAMS);
    try (FileChannel lock = FileChannel.open(
        PROGRAMS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      Program program = new Program(
          PROGRAMS.resolve("%s-on-%s".formatted(contentHash(), Runtime.version().feature())),
          List.of());
      if (!Files.exists(program.classes())) {
        FileSystemUtils.deleteRecursively(program.directory);
        program.unpack();
        program.archiveClasses();
      }
      return program;
    }
  }

  /**
   * The same for a process that does not live long enough for the optimising compiler to pay: a start takes half the
   * processor time. Without that compiler the kernels have to be the plain ones.
   */
  Program compiledQuickly() {
    return new Program(
        directory, List.of("-XX:TieredStopAtLevel=1", "-Dopenpersonalize.kernels=plain"));
  }

  private static String contentHash() throws IOException {
    try (DigestInputStream content = new DigestInputStream(
        Files.newInputStream(PACKAGE), MessageDigest.getInstance("SHA-256"))) {
      content.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(content.getMessageDigest().digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path classes() {
    return directory.resolve("classes.jsa");
  }

  private void unpack() throws IOException, InterruptedException {
    Process unpacking = new ProcessBuilder(
            java(),
            "-Djarmode=tools",
            "-jar",
            PACKAGE.toString(),
            "extract",
            "--destination",
            directory.toString())
        .inheritIO()
        .start();
    if (unpacking.waitFor() != 0) {
      throw new IllegalStateException(PACKAGE + " could not be unpacked");
    }
  }

  /** The first service writes the archive when it ends. */
  private void archiveClasses() throws IOException, InterruptedException {
    try (ServiceProcess first = ServiceProcess.start(this)) {
      first.stop(ARCHIVING);
    }
  }

  /** What starts it with these arguments. */
  List<String> command(String... arguments) {
    String archive = Files.exists(classes()) ? "SharedArchiveFile" : "ArchiveClassesAtExit";
    List<String> command = new ArrayList<>(List.of(
        java(),
        "-Xmx1g",
        "-XX:%s=%s".formatted(archive, classes()),
        "--add-modules=jdk.incubator.vector",
        "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
        "-Dopenpersonalize.postgres.binaries=" + POSTGRES.toAbsolutePath()));
    command.addAll(compilation);
    command.addAll(List.of("-jar", directory.resolve(PACKAGE.getFileName()).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
