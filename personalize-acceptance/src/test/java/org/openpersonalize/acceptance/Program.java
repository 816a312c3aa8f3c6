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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
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

  private final Path directory;
  private final List<String> options;

  private Program(Path directory, List<String> options) {
    this.directory = directory;
    this.options = options;
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
    return with("-XX:TieredStopAtLevel=1", "-Dopenpersonalize.kernels=plain");
  }

  /** The same with further options for the JVM. */
  Program with(String... more) {
    return new Program(
        directory, Stream.concat(options.stream(), Stream.of(more)).toList());
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

  Path classes() {
    return directory.resolve("classes").toAbsolutePath();
  }

  private void unpack() throws IOException, InterruptedException {
    run(List.of(
        java(),
        "-Djarmode=tools",
        "-jar",
        PACKAGE.toString(),
        "extract",
        "--destination",
        directory.toString()));
  }

  private void archiveClasses() throws IOException, InterruptedException {
    run(command("archive", "--from=serve", classes().toString()));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
  }

  /** What starts it with these arguments. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        java(),
        "-Xmx1g",
        "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
        "-Dopenpersonalize.postgres.binaries=" + POSTGRES.toAbsolutePath()));
    command.addAll(vectorApi());
    if (Files.exists(classes())) {
      command.add(archivedIn(classes()));
    }
    command.addAll(options);
    command.addAll(List.of(
        "-jar", directory.resolve(PACKAGE.getFileName()).toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The option that has a JVM take its classes from there. */
  static String archivedIn(Path file) {
    String option = Runtime.version().feature() >= 25 ? "AOTCache" : "SharedArchiveFile";
    return "-XX:%s=%s".formatted(option, file);
  }

  /** As the launcher has it. */
  private static List<String> vectorApi() {
    return Runtime.version().feature() == 25
        ? List.of(
            "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTAdapterCaching")
        : List.of("--add-modules=jdk.incubator.vector");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
